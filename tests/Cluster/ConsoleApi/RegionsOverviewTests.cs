using System.Diagnostics;
using ActiveActive.Silo.Console.Actions;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Http.Problems;
using ActiveActive.Tests.Cluster.Regions;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.ConsoleApi;

/// <summary>What any silo shows of all regions.</summary>
public sealed class RegionsOverviewTests(ConsoleRegions regions) : IClassFixture<ConsoleRegions>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private RegionGroup Group => regions.Group;

    [Fact]
    public async Task Every_silo_shows_every_silo_with_its_figures_and_how_old_they_are()
    {
        for (var region = 0; region < 3; region++)
        {
            for (var silo = 0; silo < 2; silo++)
            {
                Overview overview = null!;
                await Eventually.Holds(
                    async () =>
                    {
                        overview = await regions.Overview(region, silo);

                        // A silo whose machine is busy may tell late, and is then shown as it was.
                        return overview.Silos.Count == 6 && overview.Silos.All(one => one is { Status: SiloStatusWord.Active, Figures: not null } && overview.AsOf - one.AsOf < TimeSpan.FromSeconds(3)) && overview.Links.All(static link => link.Status == LinkStatus.InSync);
                    },
                    "it shows all of them");
                Assert.Equal(RegionGroup.Name(region), overview.Region);
                Assert.Equal(RegionGroup.Name(region), Assert.Single(overview.Regions, static one => one.IsThis).Name);
                Assert.All(overview.Regions, static one => Assert.True(one is { IsReachable: true, Status: RegionStatus.Serving, Reason: null, Figures.SilosActive: 2 }, $"{one}"));
                Assert.All(overview.Silos, one => Assert.InRange((overview.AsOf - one.AsOf!.Value).TotalSeconds, -0.001, 3));
                Assert.Equal(6, overview.Links.Count);
                Assert.Equal(3, overview.Silos.Count(static one => one.IsMerging));
            }
        }
    }

    [Fact]
    public async Task Calls_are_seen_from_another_region_with_their_type_and_time()
    {
        using var viewer = regions.Service<OverviewReader>(2).Enter();
        var calls = 0;
        await Eventually.Holds(
            async () =>
            {
                for (var number = 0; number < 20; number++)
                {
                    await Group.Notebook(0, $"busy-{calls++ % 5}").Add("word");
                }

                var overview = await regions.Overview(2);
                return overview.Regions.Single(static one => one.Name == "r0").Figures is { CallsPerSecond: > 1, WritesPerSecond: > 1, Latency: { P50: > 0, P99: < 10 } }
                    && overview.Silos.Any(static one => one.Region == "r0" && one.Figures!.Grains.Any(static grain => grain is { Grain: "notebook", Activations: > 0, CallsPerSecond: > 0 }));
            },
            "r2 shows the calls of r0");
        await Eventually.Holds(
            async () => (await regions.Service<HistoryReader>(2).Read(None)) is { Regions.Count: 3 } history && history.Regions.Single(static one => one.Region == "r0").CallsPerSecond.Any(static rate => rate > 1)
                && history.Links.Count == 6 && history.Links.All(static link => link.WatermarkAgeSeconds.Count > 0 && link.WatermarkAgeSeconds[^1] is not null),
            "the history of r2 has them");
    }

    [Fact]
    public async Task A_link_that_is_cut_is_shown_with_a_growing_age_and_its_healing_with_its_duration()
    {
        using var viewer = regions.Service<OverviewReader>(2).Enter();
        await Eventually.Holds(async () => await Link(0, 1, 2) is { Status: LinkStatus.InSync }, "the link works");
        Group.Cut(0, 1);
        Group.Cut(1, 0);
        try
        {
            await Eventually.Holds(async () => await Link(0, 1, 2) is { Status: LinkStatus.Cut, IsUp: false }, "r2 shows the cut between the others", TimeSpan.FromSeconds(5));

            // r1 cannot be asked by r0, which is told of it by r2.
            await Eventually.Holds(
                async () => (await regions.Overview(0)).Regions.Single(static one => one.Name == "r1") is { IsReachable: false, Via: "r2", Status: not RegionStatus.Unknown, Reason: not null },
                "r0 is told of r1 by r2",
                TimeSpan.FromSeconds(10));
        }
        finally
        {
            Group.Heal();
        }

        await Eventually.Holds(async () => await Link(0, 1, 2) is { Status: LinkStatus.InSync, WatermarkAgeSeconds: < 2.5 }, "it works again");
        await Eventually.Holds(
            async () =>
            {
                var events = (await regions.Overview(2)).Events.Where(static one => one is { Region: "r1", Subject: "r0" }).ToList();
                return events.Any(static one => one.Kind == EventKind.Cut) && events.Any(static one => one is { Kind: EventKind.Healed, DurationSeconds: > 0 }) && events.Any(static one => one.Kind == EventKind.CaughtUp);
            },
            "r2 tells of the cut, the healing and the catching up of r1");
    }

    [Fact]
    public async Task While_nothing_comes_from_anywhere_the_age_of_the_watermark_grows_and_then_falls()
    {
        using var viewer = regions.Service<OverviewReader>(1).Enter();
        await Eventually.Holds(async () => await Link(0, 1, 1) is { WatermarkAgeSeconds: < 2 }, "it is small");
        Group.Cut(0, 1);
        Group.Cut(0, 2);
        try
        {
            await Eventually.Holds(async () => await Link(0, 1, 1) is { WatermarkAgeSeconds: > 3, Status: LinkStatus.Cut }, "it grows");
        }
        finally
        {
            Group.Heal();
        }

        await Eventually.Holds(async () => await Link(0, 1, 1) is { WatermarkAgeSeconds: < 2, Status: LinkStatus.InSync, BacklogBatches: 0 }, "it falls");
    }

    [Fact]
    public async Task The_inspector_shows_two_values_that_differ_and_then_the_same()
    {
        var inspector = regions.Service<GrainInspector>(0);
        await Group.Notebook(0, "seen").Title("before");
        await Group.Converge(static page => page.Title == "before", "seen");
        Group.Cut(0, 1);
        Group.Cut(0, 2);
        try
        {
            await Group.Notebook(0, "seen").Title("mine");
            await Eventually.Holds(
                async () => await inspector.Everywhere("notebook", "seen", None) is { IsSame: false, Regions: [{ Region: "r0", IsThis: true, Status: GrainStatus.Held, Silo: not null, States: [var here], Requests: [var request, ..] }, { Region: "r1", States: [var there] }, _] }
                    && here.Value!.Contains("mine", StringComparison.Ordinal) && !there.Value!.Contains("mine", StringComparison.Ordinal) && here.Print != there.Print && request is { State: "notes", Reply: not null },
                "r0 shows its own value beside that of r1");
        }
        finally
        {
            Group.Heal();
        }

        await Eventually.Holds(
            async () => await inspector.Everywhere("notebook", "seen", None) is { IsSame: true } grain && grain.Regions.All(static region => region.States is [{ IsReplicated: true, IsHeld: false } state] && state.Value!.Contains("mine", StringComparison.Ordinal)),
            "all regions show the same");
    }

    [Fact]
    public async Task A_region_that_may_not_hold_a_grain_is_not_asked_and_its_own_silos_show_nothing_of_it()
    {
        await Group.Notebook(0, "mine:secret-key-4711").Title("here only");
        await Eventually.Holds(
            async () => await regions.Service<GrainInspector>(1).Everywhere("notebook", "mine:secret-key-4711", None) is { Jurisdiction: "mine", IsSame: true, Regions: [{ Region: "r1", Status: GrainStatus.Held }, { Region: "r0", Status: GrainStatus.Held }, { Region: "r2", Status: GrainStatus.NotHeldHere, States: [] }] },
            "r1 shows it beside r0, and r2 as one that does not hold it");

        var from = await regions.Service<GrainInspector>(2).Everywhere("notebook", "mine:secret-key-4711", None);
        Assert.All(from.Regions, static region => Assert.True(region is { Status: GrainStatus.NotHeldHere, States: [], Requests: [] }, $"{region}"));
        Assert.DoesNotContain("r2", Group.Recorder.WhoGot("secret-key-4711"));
    }

    [Fact]
    public async Task A_grain_that_is_nowhere_is_absent_everywhere()
    {
        var grain = await regions.Service<GrainInspector>(0).Everywhere("notebook", "nobody", None);
        Assert.True(grain.IsSame);
        Assert.All(grain.Regions, static region => Assert.Equal((GrainStatus.Absent, null), (region.Status, region.Silo)));
    }

    [Fact]
    public async Task Conflicts_are_listed_with_their_cause_also_those_of_another_region()
    {
        await Group.Notebook(0, "torn").Title("before");
        await Group.Converge(static page => page.Title == "before", "torn");
        Group.Cut(0, 1);
        Group.Cut(1, 0);
        Group.Cut(0, 2);
        Group.Cut(2, 0);
        await Group.Notebook(0, "torn").Title("north");
        await Group.Notebook(1, "torn").Title("south");
        Group.Heal();
        await Group.Converge(static page => page.Title == "south", "torn");

        await Eventually.Holds(
            async () => (await regions.Service<StoredLists>(2).ConflictsOf("r0", "notebook", None)).Conflicts.Any(static one => one is { Key: "torn", Kind: "discarded", Shown: { Region: "r1", Value: "\"south\"" }, Hidden: { Region: "r0", Value: "\"north\"" } } && one.Cause.Contains("without knowledge", StringComparison.Ordinal)),
            "r2 lists the conflict that r0 has kept");
        Assert.Empty((await regions.Service<StoredLists>(2).DeadLettersOf("r0", null, None)).DeadLetters);
    }

    [Fact]
    public async Task Nothing_is_done_where_actions_are_off()
    {
        var error = await Assert.ThrowsAsync<RejectedException>(() => regions.Service<ConsoleActions>(0).Do(ConsoleAction.Drain, new ActionRequest(null, "x", null, null), "test", None));
        Assert.Equal((403, "actions-off"), (error.Status, error.Code));
    }

    [Fact]
    public async Task Nothing_is_fetched_while_nobody_looks()
    {
        using (regions.Service<OverviewReader>(0).Enter())
        {
            Assert.True(regions.Service<RegionBoard>(0).Watchers.Any);
            await Eventually.Holds(() => regions.Service<RegionBoard>(1).Watchers.Any || regions.Service<RegionBoard>(1, 1).Watchers.Any, "r1 is asked");
        }

        await Eventually.Holds(() => Enumerable.Range(0, 3).All(region => Enumerable.Range(0, 2).All(silo => !regions.Service<RegionBoard>(region, silo).Watchers.Any)), "nobody looks any more");
    }

    [Fact]
    public async Task Who_asks_once_waits_for_figures_that_silos_elsewhere_have_just_told_each_other()
    {
        await Eventually.Holds(() => Enumerable.Range(0, 2).All(silo => SecondsSinceToldTo(silo) > 3), "silos of r1 have not asked each other lately", TimeSpan.FromMinutes(1));
        var watch = Stopwatch.StartNew();
        var overview = await regions.Overview(0);
        if (watch.Elapsed < TimeSpan.FromSeconds(1)) // who has waited so long gets what is there
        {
            Assert.All(overview.Silos, one => Assert.InRange((overview.AsOf - one.AsOf!.Value).TotalSeconds, -0.001, 2));
        }

        double SecondsSinceToldTo(int silo) => regions.Service<RegionBoard>(1, silo).Now(long.MaxValue).Report.Members.Max(static member => member.ReportAgeSeconds);
    }

    private async Task<LinkView?> Link(int from, int to, int by) => (await regions.Overview(by)).Links.Single(link => link.From == RegionGroup.Name(from) && link.To == RegionGroup.Name(to));
}
