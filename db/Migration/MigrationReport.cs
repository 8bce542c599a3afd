namespace ActiveActive.Database.Migration;

/// <summary>What one call of <see cref="DatabaseMigrator.MigrateAsync(string, Microsoft.Extensions.Logging.ILogger?, CancellationToken)"/> did.</summary>
/// <param name="Applied">The scripts this call applied, in order; empty when the database was up to date or another migrator was faster.</param>
/// <param name="DatabaseVersion">The highest number applied to the database now; above <see cref="DatabaseMigrator.CodeVersion"/> when newer code was here before.</param>
/// <param name="Duration">The time it took, waiting included.</param>
public sealed record MigrationReport(IReadOnlyList<string> Applied, int DatabaseVersion, TimeSpan Duration);
