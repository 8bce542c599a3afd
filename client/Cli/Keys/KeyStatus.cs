using ActiveActive.Database.Encryption;

namespace ActiveActive.Cli.Keys;

/// <summary>The ring keys of a file and of a database together.</summary>
/// <param name="RingKeys">The keys that either of them names.</param>
/// <param name="Lost">What cannot be decrypted, a sentence for each reason; empty when all can.</param>
internal sealed record KeyStatus(IReadOnlyList<KeyStatus.RingKey> RingKeys, IReadOnlyList<string> Lost)
{
    /// <param name="ring">The key file; null when it is not known.</param>
    /// <param name="use">What the database needs.</param>
    public static KeyStatus Of(KeyFile? ring, KeyUse use)
    {
        var names = use.DataKeys.Where(static key => key.RingKey is not null).Select(static key => key.RingKey!).Concat(ring?.Keys.Keys ?? []).Distinct().Order(StringComparer.Ordinal);
        var ringKeys = names.Select(name => Of(name, ring, [.. use.DataKeys.Where(key => key.RingKey == name)])).ToList();
        var lost = use.DataKeys
            .Where(static key => key.RingKey is null)
            .Select(static key => $"Data key {key.Id} is missing in activeactive.data_key: what it seals cannot be read. Put its row back from a backup.")
            .Concat(ringKeys.Where(static key => key.IsMissing).Select(static key => $"Ring key '{key.Name}' is not in the key file: what it protects cannot be read. Put it back from a backup of the keys."));
        return new KeyStatus(ringKeys, [.. lost]);
    }

    private static RingKey Of(string name, KeyFile? ring, IReadOnlyList<KeyUse.DataKey> dataKeys) => new(
        name,
        ring?.Primary == name,
        ring is not null && !ring.Keys.ContainsKey(name),
        ring is not null && ring.Primary != name && dataKeys.Count == 0,
        dataKeys.Count,
        dataKeys.Sum(static key => key.States),
        dataKeys.Sum(static key => key.Effects),
        dataKeys.Sum(static key => key.Sends),
        dataKeys.Sum(static key => key.Changes));

    /// <summary>One ring key.</summary>
    internal sealed record RingKey(string Name, bool IsPrimary, bool IsMissing, bool IsRemovable, int DataKeys, long States, long Effects, long Sends, long Changes)
    {
        public string Remark => this switch
        {
            { IsPrimary: true } => "primary",
            { IsMissing: true } => "NOT IN THE KEY FILE",
            { IsRemovable: true } => "can be removed",
            _ => "",
        };
    }
}
