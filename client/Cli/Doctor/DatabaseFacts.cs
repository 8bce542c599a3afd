namespace ActiveActive.Cli.Doctor;

/// <summary>What the database says of itself.</summary>
/// <param name="Settings">Its settings by their names, as <c>current_setting</c> tells them to the user of the connection string; those that the server does not have are missing.</param>
/// <param name="IsStandby">Whether it is a standby.</param>
/// <param name="Connections">How many connections are open, to all its databases.</param>
/// <param name="OldestTransaction">The age of the oldest open transaction, as far as this user may see; null for none.</param>
/// <param name="Standbys">How many standbys are connected; null when this user may not see it.</param>
/// <param name="IdleSlots">Replication slots that nobody reads.</param>
/// <param name="XidAge">How many transactions ago the oldest row was frozen.</param>
/// <param name="Size">The database's size in bytes.</param>
internal sealed record DatabaseFacts(
    IReadOnlyDictionary<string, string> Settings, bool IsStandby, long Connections, TimeSpan? OldestTransaction, long? Standbys, IReadOnlyList<string> IdleSlots, long XidAge, long Size)
{
    public string this[string setting] => Settings.GetValueOrDefault(setting, "");

    public long Number(string setting) => long.TryParse(this[setting], out var number) ? number : 0;
}
