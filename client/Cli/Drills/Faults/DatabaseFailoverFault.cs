using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// The database's machine dies for good, and its standby takes its place. Silos and clients name both hosts and are told nothing.
/// </summary>
/// <remarks>
/// Dead is dead here: all processes of the old primary are killed and it is never started again, so nothing else keeps it away. The membership table, the leases of sends and the effects
/// move with the rest. The promoted standby has none of its own and waits for none.
/// </remarks>
internal sealed class DatabaseFailoverFault : IFault
{
    private DatabaseFailoverFault(string name, string description, FaultNeeds needs, bool losesAcknowledged) =>
        (Name, Description, Needs, LosesAcknowledged) = (name, description, needs, losesAcknowledged);

    /// <summary>Commits wait for the standby, so nothing that was acknowledged may be lost.</summary>
    public static DatabaseFailoverFault Synchronous { get; } =
        new("db-failover", "the database is killed for good, and its synchronous standby is promoted", FaultNeeds.SynchronousStandby, losesAcknowledged: false);

    /// <summary>Commits do not wait, so what had not arrived is lost.</summary>
    public static DatabaseFailoverFault Asynchronous { get; } =
        new("db-failover-async", "the same with an asynchronous standby: tells how much is lost", FaultNeeds.AsynchronousStandby, losesAcknowledged: true);

    public string Name { get; }

    public string Description { get; }

    public FaultGoal Goal => new(Recovery: 3);

    public int Seconds => 20;

    public bool StopsDatabase => true;

    public FaultNeeds Needs { get; }

    public bool LosesAcknowledged { get; }

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        await context.Targets.TakeDatabase(cancellation);
        try
        {
            // Another fault may just have restarted it: who promotes a standby that has not caught up loses even what was acknowledged, whatever the mode.
            await context.Region.Postgres!.FollowedByAsync(context.Region.Standby!, cancellation);
            context.Injected(Description);
            context.Note(TimedEventKind.DatabaseDown, "the database is killed");
            await context.Region.Postgres.KillAsync(withChildren: true);
            await context.Region.Promote(cancellation);
            context.Note(TimedEventKind.DatabaseReady, "the standby was promoted and takes writes");
            context.Healed("there is a primary again");
        }
        finally
        {
            context.Targets.ReturnDatabase();
        }
    }
}
