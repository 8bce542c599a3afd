using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>For types that say themselves how they merge.</summary>
internal sealed class OwnMerger<T> : Merger<T>
    where T : class, IMergeable<T>
{
    public override T Empty => T.Empty;

    public override bool IsEmpty(T value) => value.IsEmpty;

    public override bool IsForgotten(T value) => value.IsForgotten;

    public override T Join(T one, T other, Joining at) => ReferenceEquals(one, other) ? one : one.Join(other, at);

    public override T Since(T value, T before, Removals removed) => value.Since(before, removed);

    public override T Fold(T value, VersionVector stable) => value.Fold(stable);

    public override void Show(T value, Digest digest) => value.Show(digest);

    public override T Restore(T value, Writing at, StatePath path, JsonElement restored) =>
        value is IRestores<T> restores ? restores.Restore(at, path, restored) : throw path.Missing($"a {typeof(T).Name} does not say how (IRestores<{typeof(T).Name}>)");
}
