using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>Changes of the types, with few keys, so that they meet.</summary>
internal static class MergeChanges
{
    public static Gen<string> Key { get; } = Gen.OneOf("a", "b", "c");

    public static Gen<int> Small { get; } = Gen.Int[-5, 5];

    public static Gen<MergeChange<Counter>> Counter => Small.Select(static amount => new MergeChange<Counter>($"add {amount}", (value, at) => value.Add(at, amount)));

    public static Gen<MergeChange<LastWriterWinsRegister<int>>> Register =>
        Small.Select(static number => new MergeChange<LastWriterWinsRegister<int>>($"set {number}", (value, at) => value.Set(at, number)));

    public static Gen<MergeChange<RemoveWinsSet<string>>> RemoveWins => Gen.Select(Key, Gen.Bool, static (key, isAdded) =>
        new MergeChange<RemoveWinsSet<string>>($"{(isAdded ? "add" : "remove")} {key}", (value, at) => isAdded ? value.Add(at, key) : value.Remove(at, key)));

    public static Gen<MergeChange<AddWinsMap<string, T>>> InMap<T>(Gen<MergeChange<T>> changes)
        where T : class => Gen.Select(Key, changes, Gen.Int[0, 3], static (key, change, kind) => kind == 0
            ? new MergeChange<AddWinsMap<string, T>>($"remove {key}", (value, at) => value.Remove(key))
            : new MergeChange<AddWinsMap<string, T>>($"{key}: {change}", (value, at) => value.Update(key, inner => change.Apply(inner, at))));
}
