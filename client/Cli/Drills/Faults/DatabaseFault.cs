using ActiveActive.Database.Embedded;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>The database goes away and comes back; perhaps a silo dies meanwhile, which nobody can be told of before it is back.</summary>
internal sealed class DatabaseFault : IFault
{
    private readonly Func<EmbeddedPostgres, Task> _end;
    private readonly TimeSpan _away;
    private readonly bool _killsSilo;

    private DatabaseFault(string name, string description, double recovery, Func<EmbeddedPostgres, Task> end, TimeSpan away = default, bool killsSilo = false)
    {
        (Name, Description, Goal) = (name, description, new FaultGoal(Recovery: recovery));
        (_end, _away, _killsSilo) = (end, away, killsSilo);
    }

    /// <summary>The database is restarted in order.</summary>
    public static DatabaseFault Restart { get; } =
        new("db-restart", "the database is restarted in order (fast shutdown)", 2, static postgres => postgres.StopAsync());

    /// <summary>The database's machine dies, and it recovers from its log.</summary>
    public static DatabaseFault Kill { get; } =
        new("db-kill", "all processes of the database are killed (SIGKILL), and it is started again", 2, static postgres => postgres.KillAsync(withChildren: true));

    /// <summary>A silo dies while the database is down.</summary>
    public static DatabaseFault DownAndKill { get; } = new(
        "db-down-and-kill",
        "the database is down for 5 s; a silo is killed meanwhile",
        4,
        static postgres => postgres.StopAsync(PostgresStopMode.Immediate),
        TimeSpan.FromSeconds(5),
        killsSilo: true);

    public string Name { get; }

    public string Description { get; }

    public FaultGoal Goal { get; }

    public int Seconds => 20;

    public bool StopsDatabase => true;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var postgres = context.Region.Postgres!;
        var killed = _killsSilo ? await context.Targets.Take(1, context.Random, cancellation) : [];
        await context.Targets.TakeDatabase(cancellation);
        try
        {
            context.Injected(Description);
            context.Note(TimedEventKind.DatabaseDown, "the database goes down");
            await _end(postgres);
            if (_killsSilo)
            {
                await Task.Delay(_away / 2, cancellation);
                await context.Region.KillSilo(killed[0]);
            }

            await Task.Delay(_killsSilo ? _away / 2 : _away, cancellation);
            await postgres.RestartAsync(cancellationToken: cancellation);
            context.Note(TimedEventKind.DatabaseReady, "the database accepts connections");
            context.Healed("the database is back");
        }
        finally
        {
            context.Targets.ReturnDatabase();
        }

        await context.ReturnUnlessAlone(killed, cancellation);
    }
}
