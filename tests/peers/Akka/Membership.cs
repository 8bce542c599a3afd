using Akka.Actor;
using Akka.Cluster;

namespace ActiveActive.Peers.Akka;

/// <summary>Waits for membership.</summary>
internal static class Membership
{
    /// <summary>Ends when the actor system is a full member of its cluster.</summary>
    public static Task Up(ActorSystem system)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Get(system).RegisterOnMemberUp(up.SetResult);
        return up.Task;
    }
}
