namespace ActiveActive.Database.Migration;

/// <summary>How a database stands to this code.</summary>
/// <param name="CodeVersion">The highest script number in this code.</param>
/// <param name="DatabaseVersion">The highest script number applied to the database; 0 when it is empty.</param>
/// <param name="RequiredCodeVersion">The lowest <paramref name="CodeVersion"/> the database says it can be used with; 0 when it says nothing.</param>
/// <param name="Applied">The scripts in the database's journal in order of their numbers, those this code does not know included.</param>
/// <param name="Pending">The scripts of this code the database does not have yet, in the order in which they would be applied.</param>
public sealed record MigrationStatus(
    int CodeVersion, int DatabaseVersion, int RequiredCodeVersion, IReadOnlyList<string> Applied, IReadOnlyList<string> Pending)
{
    /// <summary>True when a silo of this code can use the database as it is.</summary>
    public bool IsUsable => Pending.Count == 0 && RequiredCodeVersion <= CodeVersion;
}
