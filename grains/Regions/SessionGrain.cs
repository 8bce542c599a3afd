using ActiveActive.Replication;
using Orleans.Concurrency;

namespace ActiveActive.Regions;

[StatelessWorker, Reentrant, GrainType("session")]
internal sealed class SessionGrain(ISessionGate gate) : Grain, ISessionGrain
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public Task<bool> Reach(string token, TimeSpan most) => gate.Reach(Read(token), most < Longest ? most : Longest, CancellationToken.None);

    public async Task<string> Advance(string token) => (await gate.Advance(Read(token), CancellationToken.None)).ToString();

    private static SessionToken Read(string token) => SessionToken.TryParse(token, out var read)
        ? read
        : throw new RefusedException("invalid-session", "The session token is none that a region has given. Begin a session without one.", Advice.FixTheCause);
}
