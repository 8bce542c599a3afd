using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// For records whose members all merge: each member is joined with the same member. Members are the public properties that can be set when an instance is made and are part of its JSON; values are made by the constructor
/// without parameters.
/// </summary>
internal sealed class RecordMerger<T> : Merger<T>
    where T : class
{
    private readonly Member<T>[] _members;

    /// <exception cref="NotMergeableException">The type is no such record.</exception>
    public RecordMerger()
    {
        if (typeof(T).GetConstructor(Type.EmptyTypes) is null)
        {
            throw new NotMergeableException($"{typeof(T).Name} does not merge: it does not implement IMergeable<{typeof(T).Name}>, and as a record of mergeable members it would need a constructor without parameters.");
        }

        // In an order that does not depend on the compiler.
        _members = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsMember).OrderBy(static property => property.Name, StringComparer.Ordinal).Select(Of)];
        if (_members.Length == 0)
        {
            throw new NotMergeableException($"{typeof(T).Name} does not merge: it neither implements IMergeable<{typeof(T).Name}> nor has properties with init that do.");
        }

        Empty = Make(static (member, made) => member.Clear(made));
    }

    public override T Empty { get; }

    public override bool IsEmpty(T value) => Array.TrueForAll(_members, member => member.IsEmpty(value));

    public override bool IsForgotten(T value) => Array.TrueForAll(_members, member => member.IsForgotten(value));

    public override T Join(T one, T other, Joining at) => ReferenceEquals(one, other) ? one : Make((member, made) => member.Join(made, one, other, at));

    public override T Since(T value, T before, Removals removed) => Make((member, made) => member.Since(made, value, before, removed));

    public override T Fold(T value, VersionVector stable) => Make((member, made) => member.Fold(made, value, stable));

    public override void Show(T value, Digest digest) => Array.ForEach(_members, member => member.Show(value, digest));

    public override T Restore(T value, Writing at, StatePath path, JsonElement restored)
    {
        var name = path.First<string>();
        var named = Array.Find(_members, member => member.Name == name) ?? throw path.Missing($"{typeof(T).Name} has no member {name}");
        return Make((member, made) =>
        {
            if (member == named)
            {
                member.Restore(made, value, at, path.Rest, restored);
            }
            else
            {
                member.Copy(made, value);
            }
        });
    }

    private static bool IsMember(PropertyInfo property) => property.CanWrite && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is null;

    private static Member<T> Of(PropertyInfo property)
    {
        if (property.PropertyType.IsValueType)
        {
            throw new NotMergeableException($"{typeof(T).Name} does not merge: its member {property.Name} is a {property.PropertyType.Name}, which does not. Use LastWriterWinsRegister<{property.PropertyType.Name}>, for example.");
        }

        return (Member<T>)Activator.CreateInstance(typeof(MemberOf<,>).MakeGenericType(typeof(T), property.PropertyType), property)!;
    }

    private T Make(Action<Member<T>, T> set)
    {
        var made = Activator.CreateInstance<T>();
        Array.ForEach(_members, member => set(member, made));
        return made;
    }
}
