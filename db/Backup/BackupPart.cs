namespace ActiveActive.Database.Backup;

/// <summary>One database in a backup.</summary>
/// <param name="File">The dump's name in the folder, in pg_dump's custom format.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 digest, in hexadecimal.</param>
/// <param name="Rows">The rows of each table of state at the moment of the dump; a restore counts them again.</param>
public sealed record BackupPart(string File, long Bytes, string Sha256, IReadOnlyDictionary<string, long> Rows);
