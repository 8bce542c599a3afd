namespace ActiveActive.Database.Backup;

/// <summary>What a restore did.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Incarnation">The region's new incarnation.</param>
public sealed record RestoreReport(BackupManifest Backup, int Incarnation);
