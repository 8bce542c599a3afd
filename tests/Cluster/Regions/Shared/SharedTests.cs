using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions.Shared;

/// <summary>The ready-made replicated grains, changed in several regions at the same time.</summary>
public sealed class SharedTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_regions_add_to_a_counter_adds_up()
    {
        await using var regions = await RegionGroup.Start(postgres, 3);
        await Task.WhenAll(
            from region in Enumerable.Range(0, 3)
            from number in Enumerable.Range(1, 20)
            select regions.Grains(region).GetGrain<ISharedCounterGrain>("visits").Add(number % 4 == 0 ? -number : number));

        await regions.Show("270", async grains => $"{(await grains.GetGrain<ISharedCounterGrain>("visits").Get()).Value}");
    }

    [Fact]
    public async Task An_addition_to_a_set_wins_over_a_removal_at_the_same_time()
    {
        await using var group = await RegionGroup.Start(postgres, 2, cut: [(0, 1), (1, 0)]);
        await Words(group, 0).Add("ink");
        await Words(group, 0).Add("pen");
        group.Heal();
        await group.Show("ink pen", Items);

        group.Cut(0, 1);
        group.Cut(1, 0);
        await Words(group, 0).Remove("pen");
        await Words(group, 0).Remove("ink");
        await Words(group, 1).Add("pen");
        Assert.Equal("", await Items(group.Grains(0)));
        group.Heal();
        await group.Show("pen", Items);
        Assert.True(await Words(group, 0).Contains("pen"));
        Assert.False(await Words(group, 1).Contains("ink"));

        static async Task<string> Items(IGrainFactory grains) => string.Join(' ', (await grains.GetGrain<ISharedSetGrain>("words").Get()).Items);
    }

    [Fact]
    public async Task A_map_keeps_what_regions_set_at_the_same_time_until_it_is_set_again()
    {
        await using var group = await RegionGroup.Start(postgres, 2, cut: [(0, 1), (1, 0)]);
        await Settings(group, 0).Set("theme", "dark");
        await Settings(group, 0).Set("size", "small");
        await Settings(group, 1).Set("theme", "light");
        group.Heal();
        await group.Show("size=small(r0) theme=dark(r0),light(r1)", Entries);

        await Settings(group, 0).Set("theme", "grey");
        await Settings(group, 1).Remove("size");
        await group.Show("theme=grey(r0)", Entries);
        Assert.Empty(await Settings(group, 0).Get("size"));

        static async Task<string> Entries(IGrainFactory grains) =>
            string.Join(' ', (await grains.GetGrain<ISharedMapGrain>("settings").GetAll()).Entries.Select(static entry => $"{entry.Name}={Texts(entry.Texts)}"));
    }

    [Fact]
    public async Task A_register_keeps_what_regions_write_at_the_same_time_until_somebody_writes_again()
    {
        await using var group = await RegionGroup.Start(postgres, 2, cut: [(0, 1), (1, 0)]);
        await Task.WhenAll(Note(group, 0).Write("left"), Note(group, 1).Write("right"));
        group.Heal();
        await group.Show("left(r0),right(r1)", Written);

        var both = (await Note(group, 1).Get()).Texts;
        Assert.True(both[0].At >= both[1].At, "the latest comes first");
        await Note(group, 1).Write("middle");
        await group.Show("middle(r1)", Written);

        static async Task<string> Written(IGrainFactory grains) => Texts((await grains.GetGrain<ISharedRegisterGrain>("note").Get()).Texts);
    }

    [Fact]
    public async Task Of_two_writers_of_a_value_the_last_one_wins_in_both_regions()
    {
        await using var group = await RegionGroup.Start(postgres, 2, cut: [(0, 1), (1, 0)]);
        await group.Grains(1).GetGrain<ISharedValueGrain>("title").Write("first");
        var last = (await group.Grains(0).GetGrain<ISharedValueGrain>("title").Write("last")).Latest!;
        Assert.True(last.At > (await group.Grains(1).GetGrain<ISharedValueGrain>("title").Get()).Latest!.At, "the clock has gone on");
        group.Heal();
        await group.Show($"{last}", async static grains => $"{(await grains.GetGrain<ISharedValueGrain>("title").Get()).Latest}");
    }

    [Fact]
    public async Task A_request_that_is_made_again_in_another_region_counts_once()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var id = Stamped.NewId();
        await Stamped.Call(id, 1, () => group.Grains(0).GetGrain<ISharedCounterGrain>("visits").Add(5));
        await Stamped.Call(id, 2, () => group.Grains(1).GetGrain<ISharedCounterGrain>("visits").Add(5));
        await group.Grains(1).GetGrain<ISharedCounterGrain>("visits").Add(1);

        await group.Show("6", async static grains => $"{(await grains.GetGrain<ISharedCounterGrain>("visits").Get()).Value}");
    }

    [Fact]
    public async Task A_counter_of_a_region_without_peers_does_not_grow_with_each_addition()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase());
        var counter = region.Grains.GetGrain<ISharedCounterGrain>("visits");
        for (var number = 0; number < 50; number++)
        {
            await counter.Add(1);
        }

        Assert.Equal(50, (await counter.Get()).Value);
        Assert.InRange(await region.Scalar<int>("select octet_length(payload) from activeactive.state where grain_type = 'shared-counter'"), 1, 500);
    }

    private static ISharedSetGrain Words(RegionGroup group, int region) => group.Grains(region).GetGrain<ISharedSetGrain>("words");

    private static ISharedMapGrain Settings(RegionGroup group, int region) => group.Grains(region).GetGrain<ISharedMapGrain>("settings");

    private static ISharedRegisterGrain Note(RegionGroup group, int region) => group.Grains(region).GetGrain<ISharedRegisterGrain>("note");

    private static string Texts(IEnumerable<SharedText> texts) => string.Join(',', texts.Select(static text => $"{text.Text}({text.Region})").Order(StringComparer.Ordinal));
}
