using ActiveActive.Cli.Keys;
using ActiveActive.Database.Encryption;

namespace ActiveActive.Tests.Unit.Cli;

/// <summary>What is said of ring keys: which one is needed still, which can go, which is missing.</summary>
public sealed class KeyStatusTests
{
    private static readonly KeyUse.DataKey Old = new(1, "old", IsRetired: true, States: 3, Effects: 2, Sends: 1, Changes: 0);
    private static readonly KeyUse.DataKey Present = new(2, "new", IsRetired: false, States: 5, Effects: 0, Sends: 0, Changes: 0);

    [Theory]
    [InlineData("old", "", 1)] // something has it still
    [InlineData("new", "primary", 1)]
    [InlineData("unused", "can be removed", 0)]
    public void A_key_of_the_file_can_be_removed_when_it_is_not_primary_and_wraps_no_data_key(string name, string remark, int dataKeys)
    {
        var status = KeyStatus.Of(Ring("new", "old", "new", "unused"), new KeyUse([Old, Present], 0));
        var key = Assert.Single(status.RingKeys, key => key.Name == name);
        Assert.Equal((remark, dataKeys, remark == "can be removed"), (key.Remark, key.DataKeys, key.IsRemovable));
        Assert.Empty(status.Lost);
    }

    [Fact]
    public void A_data_key_that_seals_nothing_still_needs_its_ring_key()
    {
        var empty = Old with { States = 0, Effects = 0, Sends = 0 };
        Assert.False(Assert.Single(KeyStatus.Of(Ring("new", "old", "new"), new KeyUse([empty], 0)).RingKeys, static key => key.Name == "old").IsRemovable);
    }

    [Fact]
    public void Keys_that_are_missing_are_told()
    {
        var status = KeyStatus.Of(Ring("new", "new"), new KeyUse([Old, Present, new(9, null, false, 1, 0, 0, 0)], 0));
        Assert.Equal(2, status.Lost.Count);
        Assert.Contains("Data key 9 is missing", status.Lost[0], StringComparison.Ordinal);
        Assert.Contains("Ring key 'old' is not in the key file", status.Lost[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_file_nothing_is_said_to_be_missing_or_removable()
    {
        var status = KeyStatus.Of(null, new KeyUse([Old, Present], 0));
        Assert.Empty(status.Lost);
        Assert.All(status.RingKeys, static key => Assert.Equal("", key.Remark));
    }

    private static KeyFile Ring(string primary, params string[] names) => new(primary, names.ToDictionary(static name => name, static _ => new byte[KeyFile.KeyBytes]));
}
