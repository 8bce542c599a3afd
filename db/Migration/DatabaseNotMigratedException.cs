namespace ActiveActive.Database.Migration;

/// <summary>The database lacks scripts of this code, and the caller did not ask to apply them.</summary>
public sealed class DatabaseNotMigratedException : Exception
{
    internal DatabaseNotMigratedException(string database, IReadOnlyList<string> pending)
        : base($"{database} lacks {pending.Count} migration(s) that this code needs: {string.Join(", ", pending)}. Run `aactl db migrate` against it, "
            + "with a user who may create tables; silos of the version before may keep running meanwhile.") => Pending = pending;

    /// <summary>The scripts to be applied, in order.</summary>
    public IReadOnlyList<string> Pending { get; }
}
