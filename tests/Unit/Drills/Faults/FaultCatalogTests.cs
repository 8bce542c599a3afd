using System.Reflection;
using ActiveActive.Cli.Drills;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.TestKit.Checks;

namespace ActiveActive.Tests.Unit.Drills.Faults;

public sealed class FaultCatalogTests
{
    private static string Repository => typeof(FaultCatalogTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;

    /// <summary>What the documentation promises.</summary>
    [Theory]
    [InlineData("kill")]
    [InlineData("kill-two")]
    [InlineData("kill-all")]
    [InlineData("freeze")]
    [InlineData("stop")]
    [InlineData("drop-reply")]
    [InlineData("gateway-cut")]
    [InlineData("peer-cut")]
    [InlineData("db-restart")]
    [InlineData("db-kill")]
    [InlineData("db-down-and-kill")]
    [InlineData("rolling-restart")]
    [InlineData("join")]
    [InlineData("clock-jump")]
    [InlineData("pause-all")]
    [InlineData("busy")]
    [InlineData("disk-full")]
    [InlineData("region-kill")]
    [InlineData("region-partition")]
    [InlineData("region-partition-one-way")]
    [InlineData("region-freeze")]
    [InlineData("wan")]
    [InlineData("relay")]
    [InlineData("region-restore")]
    public void Each_promised_fault_is_there(string name) => Assert.Equal(name, Assert.Single(FaultCatalog.Parse(name)).Name);

    [Fact]
    public void Names_differ_and_each_says_what_it_does()
    {
        Assert.Distinct(FaultCatalog.All.Select(fault => fault.Name));
        Assert.All(FaultCatalog.All, fault => Assert.True(fault.Description.Length > 10, fault.Name));
        Assert.All(FaultCatalog.All, fault => Assert.InRange(fault.Seconds, 15, 120));
    }

    [Fact]
    public void The_documentation_tells_each_fault()
    {
        var text = File.ReadAllText(Path.Combine(Repository, "docs", "drills.md"));
        Assert.All(FaultCatalog.All, fault => Assert.Contains($"| `{fault.Name}` |", text, StringComparison.Ordinal));
        Assert.All(PlantedBug.All, bug => Assert.Contains($"| `{bug.Name}` |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Several_names_are_read_with_spaces_or_without() =>
        Assert.Equal(["freeze", "db-kill", "join"], FaultCatalog.Parse("freeze,db-kill, join").Select(fault => fault.Name));

    [Theory]
    [InlineData("kil", "There is no fault 'kil'")]
    [InlineData("kill,", "There is no fault ''")]
    [InlineData("", "There is no fault ''")]
    [InlineData("kill,stop,kill", "twice")]
    [InlineData("none,kill", "goes with no other")]
    [InlineData("kill,region-kill", "goes with no other")]
    public void Wrong_names_are_told(string names, string part)
    {
        Assert.Contains(part, FaultCatalog.Wrong(names), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => FaultCatalog.Parse(names));
    }

    [Fact]
    public void The_matrix_is_every_fault_and_then_pairs_by_the_seed()
    {
        var matrix = FaultCatalog.Matrix(10, seed: 7);
        var promised = FaultCatalog.All.Where(static fault => !fault.LosesAcknowledged).Select(static fault => fault.Name).ToList();
        Assert.Equal(promised, matrix.Take(promised.Count).Select(faults => Assert.Single(faults).Name));
        var pairs = matrix.Skip(promised.Count).Select(Names).ToList();
        Assert.Equal(10, pairs.Count);
        Assert.Distinct(pairs);
        Assert.All(pairs, pair => Assert.Null(FaultCatalog.Wrong(pair)));
        Assert.Equal(pairs, FaultCatalog.Matrix(10, seed: 7).Skip(promised.Count).Select(Names));
        Assert.NotEqual(pairs, FaultCatalog.Matrix(10, seed: 8).Skip(promised.Count).Select(Names));
    }

    [Fact]
    public void More_pairs_than_there_are_end_the_list() => Assert.Equal(3, FaultPairs.Draw(FaultCatalog.Parse("kill,stop,join"), 100, seed: 1).Count);

    [Fact]
    public void A_goal_is_missed_by_what_it_names_and_by_nothing_else()
    {
        var goal = new FaultGoal(GapP99: 1, Recovery: 2);
        Assert.True(goal.IsMetBy(new Gaps(500, 1000, 9000), 2000));
        Assert.True(goal.IsMetBy(new Gaps(500, 1000, 9000), null));
        Assert.False(goal.IsMetBy(new Gaps(500, 1001, 1001), 2000));
        Assert.False(goal.IsMetBy(new Gaps(500, 900, 900), 2001));
    }

    private static string Names(IReadOnlyList<IFault> faults) => string.Join(',', faults.Select(fault => fault.Name));
}
