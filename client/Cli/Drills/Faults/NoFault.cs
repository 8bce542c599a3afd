namespace ActiveActive.Cli.Drills.Faults;

/// <summary>Nothing: a control.</summary>
internal sealed class NoFault : IFault
{
    public const string NameOfIt = "none";

    public string Name => NameOfIt;

    public string Description => "nothing: a control";

    public FaultGoal Goal => new(GapMax: 0.5, NoFailedCall: true);

    public Task Run(FaultContext context, CancellationToken cancellation) => Task.CompletedTask;
}
