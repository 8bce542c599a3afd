using ActiveActive.Silo.Storage.Shards;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class StorageShardsTests
{
    /// <summary>Rows stay where they are, so these may never change.</summary>
    [Theory]
    [InlineData("counter", "a", 7, 2)]
    [InlineData("counter", "b", 7, 3)]
    [InlineData("tally", "ünïcode", 1000, 191)]
    [InlineData("tally", "", 1000, 875)]
    public void A_grain_has_one_place_for_ever(string type, string key, int shards, int place) => Assert.Equal(place, StorageShards.Place(type, key, shards));

    [Fact]
    public void Long_keys_have_a_place_too() => Assert.InRange(StorageShards.Place("tally", new string('x', 5000), 3), 0, 2);
}
