using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace ActiveActive.Silo.Storage.Watch;

/// <summary>Asks the region's database now and then how it is: whether it answers each <see cref="Period"/>, what goes on in it each <see cref="FiguresPeriod"/>, what it takes each <see cref="SizesPeriod"/>.</summary>
internal sealed class DatabaseWatch(RegionDatabase database, StorageShards shards, DatabaseMetrics metrics, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FiguresPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SizesPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const string IsThere = "select 1";

    private const string Figures = """
        select coalesce((select extract(epoch from max(clock_timestamp() - xact_start)) from pg_stat_activity where xact_start is not null and backend_type = 'client backend' and pid <> pg_backend_pid()), 0)::float8,
               (select sum(numbackends) from pg_stat_database)::int,
               current_setting('max_connections')::int
        """;

    private const string Sizes = "select pg_database_size(current_database()), pg_total_relation_size('activeactive.log')";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (figures, sizes) = (new Due(time, FiguresPeriod), new Due(time, SizesPeriod));
        do
        {
            var isUp = await Try(token => database.Source.Execute(IsThere, token), stoppingToken);
            metrics.SetUp(isUp);
            if (isUp && figures.IsNow && await Try(async token => metrics.Set(await Ask(token)), stoppingToken))
            {
                figures.Done();
            }

            if (isUp && sizes.IsNow && await Try(async token => metrics.Set(await Measure(token)), stoppingToken))
            {
                sizes.Done();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task<bool> Try(Func<CancellationToken, Task> ask, CancellationToken stopping)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            limit.CancelAfter(Limit);
            await ask(limit.Token).WaitAsync(limit.Token);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the database did not answer; that is what is measured.
        catch (Exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task<DatabaseFigures> Ask(CancellationToken cancellation) =>
        (await database.Source.Rows(Figures, static reader => new DatabaseFigures(TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(0))), reader.GetInt32(1), reader.GetInt32(2)), cancellation))[0];

    private async Task<DatabaseSizes> Measure(CancellationToken cancellation)
    {
        var sizes = new DatabaseSizes(0, 0);
        foreach (var source in shards.All.Select(static shard => shard.Source).Prepend(database.Source).Distinct())
        {
            sizes = await Add(sizes, source, cancellation);
        }

        return sizes;
    }

    private static async Task<DatabaseSizes> Add(DatabaseSizes sizes, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var (bytes, log) = (await source.Rows(Sizes, static reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellation))[0];
        return new DatabaseSizes(sizes.Bytes + bytes, sizes.LogBytes + log);
    }

    private sealed class Due(TimeProvider time, TimeSpan period)
    {
        private long? _done;

        public bool IsNow => _done is not { } at || time.GetElapsedTime(at) >= period;

        public void Done() => _done = time.GetTimestamp();
    }
}
