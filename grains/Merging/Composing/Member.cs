using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>A member of a record that merges member by member.</summary>
internal abstract class Member<TRecord>
{
    public abstract string Name { get; }

    public abstract void Clear(TRecord made);

    public abstract void Copy(TRecord made, TRecord record);

    public abstract bool IsEmpty(TRecord record);

    public abstract bool IsForgotten(TRecord record);

    public abstract void Join(TRecord made, TRecord one, TRecord other, Joining at);

    public abstract void Since(TRecord made, TRecord record, TRecord before, Removals removed);

    public abstract void Fold(TRecord made, TRecord record, VersionVector stable);

    public abstract void Show(TRecord record, Digest digest);

    public abstract void Restore(TRecord made, TRecord record, Writing at, StatePath path, JsonElement value);
}
