namespace ActiveActive.Cli.Drills.Faults;

/// <summary>Connections of the clients are cut between commit and answer, all the time: <see cref="TestKit.Faults.ReplyCutter"/> in the client processes does it.</summary>
internal sealed class DropReplyFault : IFault
{
    public string Name => "drop-reply";

    public string Description => "connections of the clients are cut between commit and answer, about once a second in each process, all the time";

    public FaultGoal Goal => new();

    public FaultNeeds Needs => FaultNeeds.DroppedReplies;

    public Task Run(FaultContext context, CancellationToken cancellation) => Task.CompletedTask;
}
