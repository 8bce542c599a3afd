using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// The database's disk is full for a while. PostgreSQL refuses writes, or gives up altogether when it cannot write its log; reads go on as long as it does. When there is room
/// again, it is started again if it gave up.
/// </summary>
internal sealed class DiskFullFault : IFault
{
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(8);

    public string Name => "disk-full";

    public string Description => "the database's disk is full for 8 s";

    public FaultGoal Goal => new(Recovery: 4);

    public FaultNeeds Needs => FaultNeeds.SmallDisk;

    public int Seconds => 25;

    public bool StopsDatabase => true;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var postgres = context.Region.Postgres!;
        await context.Targets.TakeDatabase(cancellation);
        try
        {
            context.Machine.Disk!.Fill();
            context.Injected("the database's disk is full");
            await Task.Delay(Full, cancellation);
            context.Machine.Disk.Free();
            if (!postgres.IsRunning)
            {
                context.Note(TimedEventKind.DatabaseDown, "the database has given up; it is started again");
                await postgres.RestartAsync(cancellationToken: cancellation);
                context.Note(TimedEventKind.DatabaseReady, "the database accepts connections");
            }

            context.Healed("there is room on the disk again");
        }
        finally
        {
            context.Targets.ReturnDatabase();
        }
    }
}
