namespace ActiveActive.Cli.Drills.Faults;

/// <summary>A silo is added under load, as on a scale-out. Nobody's call may fail.</summary>
internal sealed class JoinFault : IFault
{
    public string Name => "join";

    public string Description => "a new silo joins";

    public FaultGoal Goal => new(GapMax: 0.5, NoFailedCall: true);

    public int Seconds => 25;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        context.Injected("a new silo is started");
        var number = context.Region.AddSilo();
        await context.Start(number, cancellation);
        context.Healed($"{FaultContext.NameOf(number)} is ready", FaultContext.NameOf(number));
        await Task.Delay(FaultContext.ShareTime, cancellation);
    }
}
