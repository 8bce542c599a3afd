using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>What registers that are replaced as a whole have in common: the writes that no other write has replaced. There is one, unless regions wrote at the same time.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
/// <typeparam name="T">The value.</typeparam>
public abstract class Register<TSelf, T> : DottedValue<TSelf, Written<T>>
    where TSelf : Register<TSelf, T>
{
    private protected Register(Dotted<Written<T>> changes)
        : base(changes)
    {
    }

    /// <summary>What becomes of a write that is not the latest.</summary>
    private protected abstract ConflictKind Hides { get; }

    /// <summary>Replaces what was seen of it.</summary>
    public TSelf Set(Writing at, T value)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Replaced(at, new Written<T>(at.Stamp, value));
    }

    /// <inheritdoc cref="IRestores{TSelf}.Restore"/>
    public TSelf Restore(Writing at, StatePath path, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.IsEnd ? Set(at, value.Deserialize<T>()!) : throw path.Missing($"'{path}' would be inside a register, which is replaced as a whole");
    }

    private protected static IEnumerable<Held<T>> LatestFirst(Dotted<Written<T>> writes) =>
        writes.Values.Select(static write => new Held<T>(write.Key, write.Value.Stamp, write.Value.Value)).OrderByDescending(static write => write.Stamp).ThenBy(static write => write.Dot);

    /// <summary>Joins, and tells of the writes that this side meets for the first time beside the latest.</summary>
    private protected override Dotted<Written<T>> Joined(Dotted<Written<T>> others, Joining at)
    {
        var joined = base.Joined(others, at);
        if (joined.Values.Count > 1 && !ReferenceEquals(joined, Changes))
        {
            var all = LatestFirst(joined).ToList();
            foreach (var hidden in all.Skip(1).Where(hidden => !Changes.Values.ContainsKey(hidden.Dot) || !Changes.Values.ContainsKey(all[0].Dot)))
            {
                at.Tell(all[0], hidden, Hides);
            }
        }

        return joined;
    }
}
