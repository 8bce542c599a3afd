using System.Reflection;
using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>A member of a type that merges. One that is null, as of a row from before there was this member, is empty.</summary>
internal sealed class MemberOf<TRecord, T>(PropertyInfo property) : Member<TRecord>
    where T : class
{
    private readonly Func<TRecord, T?> _get = property.GetMethod!.CreateDelegate<Func<TRecord, T?>>();
    private readonly Action<TRecord, T> _set = property.SetMethod!.CreateDelegate<Action<TRecord, T>>();

    public override string Name => property.Name;

    private static Merger<T> Merge => Merger<T>.Instance;

    public override void Clear(TRecord made) => _set(made, Merge.Empty);

    public override void Copy(TRecord made, TRecord record) => _set(made, Get(record));

    public override bool IsEmpty(TRecord record) => Merge.IsEmpty(Get(record));

    public override bool IsForgotten(TRecord record) => Merge.IsForgotten(Get(record));

    public override void Join(TRecord made, TRecord one, TRecord other, Joining at) => _set(made, Merge.Join(Get(one), Get(other), at.Within(property.Name)));

    public override void Since(TRecord made, TRecord record, TRecord before, Removals removed) => _set(made, Merge.Since(Get(record), Get(before), removed));

    public override void Fold(TRecord made, TRecord record, VersionVector stable) => _set(made, Merge.Fold(Get(record), stable));

    public override void Show(TRecord record, Digest digest) => Merge.Show(Get(record), digest);

    public override void Restore(TRecord made, TRecord record, Writing at, StatePath path, JsonElement value) => _set(made, Merge.Restore(Get(record), at, path, value));

    private T Get(TRecord record) => _get(record) ?? Merge.Empty;
}
