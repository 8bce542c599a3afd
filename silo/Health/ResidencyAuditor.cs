using System.Diagnostics.CodeAnalysis;
using ActiveActive.Database.Residency;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Health;

/// <summary>Reads all keys of the region's databases now and then, on one silo at a time, and notes what is there that may not be. What another silo noted is not done again before its time.</summary>
internal sealed class ResidencyAuditor(RegionDatabases databases, SiloState state, IOptions<ActiveActiveOptions> options, TimeProvider time, ILogger<ResidencyAuditor> log) : BackgroundService
{
    private readonly HealthOptions _health = options.Value.Health;

    /// <summary>Audits when it is time to.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> Run(CancellationToken cancellation)
    {
        var audited = false;
        await AdvisoryLock.Try(
            databases.Main,
            AdvisoryLock.ResidencyAudit,
            async (_, inner) =>
            {
                if (await IsTime(inner))
                {
                    await Audit(inner);
                    audited = true;
                }
            },
            cancellation);
        return audited;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the reason, it is tried again.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Replication.IsEnabled || _health.Off.Contains(CheckNames.Residency))
        {
            return;
        }

        await state.Active.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(_health.SlowPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.NotLookedAt(CheckNames.Residency, error);
            }
        }
    }

    private async Task<bool> IsTime(CancellationToken cancellation) =>
        await databases.Main.Scalar(HealthSql.LastAudit, cancellation) is not TimeSpan age || age >= _health.ResidencyAuditPeriod;

    private async Task Audit(CancellationToken cancellation)
    {
        var (began, held, notLookedInto) = (time.GetTimestamp(), new List<HeldData>(), 0L);
        foreach (var database in (string[])[options.Value.Database, .. options.Value.Storage.Shards])
        {
            held.AddRange(await ResidencyAudit.ReadAsync(database, cancellation));
            notLookedInto += await ResidencyAudit.EncryptedAsync(database, cancellation);
        }

        var wrong = held.Where(one => !one.Regions.Contains(options.Value.Region)).ToList();
        var (rows, took) = (wrong.Sum(static one => one.Count), time.GetElapsedTime(began));
        await using var note = databases.Main.CreateCommand(HealthSql.NoteAudit);
        note.Parameters.AddAll(rows);
        note.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = wrong.FirstOrDefault()?.Jurisdiction });
        note.Parameters.AddAll(notLookedInto, took);
        await note.ExecuteNonQueryAsync(cancellation);
        log.Audited(took, rows);
    }
}
