using System.Collections.Immutable;
using ActiveActive.Replication;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Replication.DeadLetters;
using ActiveActive.Silo.Replication.Repair;
using ActiveActive.Silo.Replication.Residency;
using ActiveActive.Silo.Storage;
using ActiveActive.State;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Replication;

/// <summary>
/// Takes the changes of other regions and merges them, on one silo of the region at a time: the one that holds an advisory lock of the database. When it dies, or its connection breaks, another one goes on from what is stored.
/// </summary>
/// <remarks>The lock saves work; correctness does not rest on it. Two silos at once would store each batch once (a stream's head is moved only from where it was) and merge by row versions.</remarks>
internal sealed class Replicator(
    RegionDatabase database,
    LogTables tables,
    OwnStreams own,
    DeadLetterTables letters,
    DeadLetterDesk desk,
    MergeWorker worker,
    Bootstrap bootstrap,
    BootstrapTable snapshots,
    Replicas replicas,
    LinkSecurity security,
    ResidencyPolicy policy,
    SendGuard guard,
    StreamWatch watch,
    RegionProgress progress,
    ReplicationMetrics metrics,
    ReplicationFigures figures,
    IDatabaseClock clock,
    SiloState state,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    ILogger<Replicator> log) : BackgroundService
{
    private static readonly TimeSpan TakeOver = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TrimPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TryAgainPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TellAgainPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>What is merged in this time and not noted is merged once more by whoever takes over; it changes nothing then.</summary>
    private static readonly TimeSpan NotePeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromSeconds(1);
    private const int SamplesPerCount = 3;
    private static readonly TimeSpan TellPeriod = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await KnowWhatIsStored(stoppingToken);
        if (!options.Value.Replication.IsEnabled)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (state.HasStarted)
                {
                    await AdvisoryLock.Try(database.Source, AdvisoryLock.Replication, Lead, stoppingToken);
                }
            }
#pragma warning disable CA1031 // Whatever ended it, it begins anew, here or on another silo.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LeadLost(error.Message);
            }

            await Task.Delay(TakeOver, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Lead(NpgsqlConnection connection, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await bootstrap.RunIfWanted(ended.Token);
        await own.LookAgain(ended.Token);
        using var inflow = new Inflow(tables, letters, own, policy, guard, watch, metrics);
        using var unreachable = new UnreachablePeers();
        await inflow.Begin(await snapshots.Reach(ended.Token), ended.Token);
        if (inflow.Gap.IsCompleted)
        {
            await bootstrap.Watch(inflow, ended.Token);
            return;
        }

        log.Leads();
        using var leading = figures.Lead(inflow);
        var work = options.Value.Replication.Peers
            .Select(peer => new PeerLink(own.Self, peer.Key, [.. peer.Value], inflow, unreachable, figures, security, log).Run(ended.Token))
            .Append(worker.Run(inflow, ended.Token))
            .Append(desk.Run(inflow, ended.Token))
            .Append(NoteApplied(inflow, ended.Token))
            .Append(Mark(inflow, ended.Token))
            .Append(TellProgress(inflow, ended.Token))
            .Append(Sample(ended.Token))
            .Append(TryAgain(inflow, ended.Token))
            .Append(Hold(connection, ended.Token))
            .Append(bootstrap.Watch(inflow, ended.Token))
            .ToList();
        await Task.WhenAny(work);
        await ended.CancelAsync();
        try
        {
            await Task.WhenAll(work);
        }
#pragma warning disable CA1031 // What is broken off says so in many ways.
        catch (Exception) when (stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The silo stops.
        }
    }

    // The lock is this connection's. If it breaks, another silo may have it.
    private async Task Hold(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TakeOver, time, cancellation);
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(cancellation);
        }
    }

    // A silo that joins knows at least what is noted. It is told what comes after.
    private async Task KnowWhatIsStored(CancellationToken cancellation)
    {
        try
        {
            progress.Learn((await tables.Streams(cancellation)).Select(static stream => KeyValuePair.Create(stream.Stream, stream.Applied)), []);
        }
#pragma warning disable CA1031 // Without it, sessions wait until the silo is told.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LeadLost(error.Message);
        }
    }

    private async Task TellProgress(Inflow inflow, CancellationToken cancellation)
    {
        var told = (Applied: new Dictionary<StreamId, long>(), Stored: new Dictionary<StreamId, long>());
        var members = MembershipVersion.MinValue;
        while (true)
        {
            await inflow.HasProgress.Wait(TellAgainPeriod, cancellation);
            var (news, now) = (inflow.Progress(), replicas.Members);
            if ((now != members || !IsSame(news.Applied, told.Applied) || !IsSame(news.Stored, told.Stored)) && await replicas.Tell(news.Applied, news.Stored, cancellation))
            {
                (told, members) = (news, now);
            }

            await Task.Delay(TellPeriod, time, cancellation);
        }

        static bool IsSame(Dictionary<StreamId, long> one, Dictionary<StreamId, long> other) => one.Count == other.Count && one.All(stream => other.TryGetValue(stream.Key, out var number) && number == stream.Value);
    }

    // A repair fetches what some changes wait for.
    private async Task TryAgain(Inflow inflow, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TryAgainPeriod, time, cancellation);
            if (inflow.Use(static core => core.Open) > 0)
            {
                inflow.Use(static core => core.TryAgain());
                inflow.HasWork.Raise();
            }
        }
    }

    private async Task NoteApplied(Inflow inflow, CancellationToken cancellation)
    {
        var noted = new Dictionary<StreamId, long>();
        while (true)
        {
            await Task.Delay(NotePeriod, time, cancellation);
            foreach (var (stream, applied, mark) in inflow.Use(core => core.Streams.Where(stream => stream.Origin != own.Self).Select(stream => (stream, core.Applied(stream), core.LastMark(stream))).ToList()))
            {
                if (applied > noted.GetValueOrDefault(stream))
                {
                    await LogTables.NoteApplied(inflow.PlaceOf(stream), applied, mark is null ? null : EntryCodec.Write(mark.Shards, mark.Applied, mark.CommittedAt), cancellation);
                    noted[stream] = applied;
                }
            }
        }
    }

    private async Task Sample(CancellationToken cancellation)
    {
        for (var sample = 0; ; sample++)
        {
            figures.Sample();
            if (sample % SamplesPerCount == 0)
            {
                figures.SetDeadLetters(await letters.Count(cancellation));
            }

            await Task.Delay(SamplePeriod, time, cancellation);
        }
    }

    /// <summary>Tells the other regions what is applied here, also when there is no news (the heartbeat), this region's silos what is stable, and deletes what is.</summary>
    private async Task Mark(Inflow inflow, CancellationToken cancellation)
    {
        var told = own.Classes.ToDictionary(static residency => residency, static _ => ImmutableSortedDictionary<StreamId, long>.Empty);
        var known = new Dictionary<StreamId, long>();
        var mayWrite = own.HasRejoined;
        var trimmed = time.GetTimestamp();
        var (heartbeat, period) = (options.Value.Replication.Heartbeat, options.Value.Replication.MarkPeriod);
        period = heartbeat > TimeSpan.Zero && heartbeat < period ? heartbeat : period;
        var written = own.Classes.ToDictionary(static residency => residency, _ => trimmed);
        while (true)
        {
            await Task.Delay(period, time, cancellation);
            if (!mayWrite && inflow.Use(static core => core.MayWrite))
            {
                await own.NoteRejoined(cancellation);
                mayWrite = true;
                log.Rejoined(own.Self.ToString());
                await replicas.Learn([], mayWrite, cancellation);
            }

            foreach (var residency in own.Classes.Where(residency => mayWrite && (IsBeatDue(residency) || inflow.Use(core => core.HasNews(residency, told[residency])))))
            {
                told[residency] = inflow.Use(core => core.Mark(residency));
                await tables.Append(residency, EntryCodec.Write(own.Shards, told[residency], clock.UtcNow), cancellation);
                watch.Committed();
                written[residency] = time.GetTimestamp();
            }

            await inflow.SeeOwn(cancellation);
            var stable = inflow.Use(core => core.Streams.Select(stream => (Stream: stream, Stable: core.Stable(stream))).ToList());
            var news = stable.Where(one => one.Stable > known.GetValueOrDefault(one.Stream)).ToList();
            if (news.Count > 0)
            {
                await replicas.Learn([.. news.Select(static one => new StreamPosition(one.Stream.ToString(), one.Stable))], mayWrite, cancellation);
                news.ForEach(one => known[one.Stream] = one.Stable);
            }

            if (time.GetElapsedTime(trimmed) >= TrimPeriod || options.Value.Replication.KeepLogFor == TimeSpan.Zero)
            {
                foreach (var (stream, number) in stable)
                {
                    await tables.Trim(inflow.PlaceOf(stream), number, options.Value.Replication.KeepLogFor, cancellation);
                }

                trimmed = time.GetTimestamp();
            }
        }

        // Looked at each period: rather half a one early than one late.
        bool IsBeatDue(string residency) => heartbeat > TimeSpan.Zero && time.GetElapsedTime(written[residency]) >= heartbeat - (period / 2);
    }
}
