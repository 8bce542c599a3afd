namespace ActiveActive.Database.Backup;

/// <summary>A backup or restore that could not be done. The message says why, what was left behind, and what to do.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
