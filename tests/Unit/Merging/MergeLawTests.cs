using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>All types keep the laws.</summary>
public sealed class MergeLawTests
{
    [Fact]
    public void Counter() => Check(MergeChanges.Counter);

    [Fact]
    public void Grow_only_counter() => Check(Gen.Int[0, 5].Select(static amount => new MergeChange<GrowOnlyCounter>($"add {amount}", (value, at) => value.Add(at, amount))));

    [Fact]
    public void Bounded_counter() => Check(BoundedCounterWorld.Changes);

    [Fact]
    public void Last_writer_wins_register() => Check(MergeChanges.Register);

    [Fact]
    public void Multi_value_register() => Check(MergeChanges.Small.Select(static number => new MergeChange<MultiValueRegister<int>>($"set {number}", (value, at) => value.Set(at, number))));

    [Fact]
    public void Max_register() => Check(MergeChanges.Small.Select(static number => new MergeChange<MaxRegister<int>>($"report {number}", (value, at) => value.Report(at, number))));

    [Fact]
    public void Min_register() => Check(MergeChanges.Small.Select(static number => new MergeChange<MinRegister<int>>($"report {number}", (value, at) => value.Report(at, number))));

    [Fact]
    public void Enable_wins_flag() => Check(Gen.Bool.Select(static isOn => new MergeChange<EnableWinsFlag>($"set {isOn}", (value, at) => value.Set(at, isOn))));

    [Fact]
    public void Disable_wins_flag() => Check(Gen.Bool.Select(static isOn => new MergeChange<DisableWinsFlag>($"set {isOn}", (value, at) => value.Set(at, isOn))));

    [Fact]
    public void Add_wins_set() => Check(Gen.Select(MergeChanges.Key, Gen.Bool, static (key, isAdded) =>
        new MergeChange<AddWinsSet<string>>($"{(isAdded ? "add" : "remove")} {key}", (value, at) => isAdded ? value.Add(at, key) : value.Remove(key))));

    [Fact]
    public void Remove_wins_set() => Check(MergeChanges.RemoveWins);

    [Fact]
    public void Ordered_list() => Check(Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 3], static (index, item, kind) => kind == 0
        ? new MergeChange<OrderedList<int>>($"remove at {index}", (value, at) => index < value.Count ? value.RemoveAt(index) : value)
        : new MergeChange<OrderedList<int>>($"insert {item} at {index}", (value, at) => value.Insert(at, Math.Min(index, value.Count), item))));

    [Fact]
    public void Map_of_counters() => Check(MergeChanges.InMap(MergeChanges.Counter));

    [Fact]
    public void Map_of_registers() => Check(MergeChanges.InMap(MergeChanges.Register));

    [Fact]
    public void Map_of_remove_wins_sets() => Check(MergeChanges.InMap(MergeChanges.RemoveWins));

    [Fact]
    public void Map_of_maps() => Check(MergeChanges.InMap(MergeChanges.InMap(MergeChanges.Counter)));

    [Fact]
    public void Record_of_mergeable_members() => Check(CartChanges.All);

    // The generators have to be good for something, too.
    private static void Check<T>(Gen<MergeChange<T>> changes)
        where T : class
    {
        var seen = MergeLaws.Check(changes, MergeCases.Count);
        Assert.Equal(MergeCases.Count, seen.All);
        Assert.True(seen.Concurrent > MergeCases.Count / 10, $"{seen.Concurrent} of {MergeCases.Count} cases have something concurrent in them.");
        Assert.True(seen.Repeated > MergeCases.Count / 20, $"{seen.Repeated} of {MergeCases.Count} cases have a request that was made twice.");
    }
}
