using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Replication.Repair;

namespace ActiveActive.Tests.Unit.Replication;

/// <summary>What two looks at a state in two regions say.</summary>
public sealed class FindingTests
{
    /// <summary>Rows as "seen of eu, seen of us: print"; empty for none, ? for one that cannot be read.</summary>
    [Theory]
    [InlineData("1,1:a", "1,1:a", "1,1:a", "1,1:a", nameof(Finding.Same))]
    [InlineData("", "", "", "", nameof(Finding.Same))]
    [InlineData("2,1:b", "1,1:a", "2,1:b", "2,1:b", nameof(Finding.Same))] // it was on its way
    [InlineData("2,1:b", "1,1:a", "3,1:c", "2,1:b", nameof(Finding.Changing))] // and the next one is
    [InlineData("2,1:b", "1,1:a", "2,1:b", "1,1:a", nameof(Finding.LacksThere))]
    [InlineData("1,1:a", "1,2:b", "1,1:a", "1,2:b", nameof(Finding.LacksHere))]
    [InlineData("", "1,2:b", "", "1,2:b", nameof(Finding.LacksHere))]
    [InlineData("1,2:b", "", "1,2:b", "", nameof(Finding.LacksThere))]
    [InlineData("2,1:a", "1,2:b", "2,1:a", "1,2:b", nameof(Finding.LacksBoth))]
    [InlineData("2,1:b", "1,1:a", "3,1:c", "1,1:a", nameof(Finding.LacksThere))] // also while it goes on changing
    [InlineData("1,1:a", "1,1:b", "1,1:a", "1,1:b", nameof(Finding.Altered))]
    [InlineData("2,1:x", "1,1:a", "2,1:x", "2,1:b", nameof(Finding.Altered))]
    [InlineData("?", "1,1:b", "?", "1,1:b", nameof(Finding.UnreadableHere))]
    [InlineData("1,1:a", "1,1:a", "1,1:a", "?", nameof(Finding.UnreadableThere))]
    public void They_say(string firstHere, string firstThere, string here, string there, string finding) =>
        Assert.Equal(finding, Findings.Judge(Row(firstHere), Row(firstThere), Row(here), Row(there)).ToString());

    private static SeenState? Row(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (text == "?")
        {
            return new SeenState(null, BatchHash.None);
        }

        var parts = text.Split(',', ':');
        var seen = VersionVector.Of([KeyValuePair.Create(new Origin("eu", 1), (long)(parts[0][0] - '0')), KeyValuePair.Create(new Origin("us", 1), (long)(parts[1][0] - '0'))]);
        return new SeenState(new CausalContext(seen), new BatchHash(parts[2][0], 0));
    }
}
