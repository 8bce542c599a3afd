using System.Net;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Client.Watch;

/// <summary>
/// The dialer's end of a watch connection to a silo: through it one learns, within milliseconds and without waiting for any timeout, that the silo's process
/// died, and within some ping periods that it is frozen or cut off; also who else is in the cluster.
/// </summary>
/// <remarks>
/// <para>It goes to a port that the silo has anyway, the silo port or the gateway port, and is told from Orleans' own connections by its first bytes (<see
/// cref="WatchProtocol.Magic"/>). The dialer sends <see cref="Hello"/>; the silo answers <see cref="Welcome"/>, or <see cref="TurnedAway"/> and ends. After that
/// the dialer sends <see cref="Ping"/>s, each answered by a <see cref="Pong"/>, and, being a silo, <see cref="PeerRefused"/>; the silo sends <see cref="Members"/>
/// whenever its view of the cluster changes, and <see cref="Goodbye"/> before it leaves. Frames of an unknown kind are skipped.</para>
/// <para>Use: <c>var dial = await dialer.Dial(gateway, new Hello(region), limit, cancellation)</c>; when <c>dial.Connection</c> is there, look at its
/// <see cref="Welcome"/> and <c>await connection.Run(observer, period, time, cancellation)</c>, which returns when the connection is over and says why. After
/// <see cref="WatchEnd.Closed"/>, dial again at once: <see cref="PortState.Refused"/> means that the process is gone (no certainty: a firewall can do that too),
/// a welcome from another generation means that it was restarted, anything else means nothing.</para>
/// <para>What is not guaranteed: a closed connection is a hint, no proof. Something between the two may have ended it, and where addresses are translated (<see
/// cref="IsTranslated"/>) a refusal may come from a box in between.</para>
/// </remarks>
internal sealed class WatchConnection(Stream stream, FrameChannel channel, IPEndPoint dialed, Welcome welcome) : IAsyncDisposable
{
    /// <summary>After so many unanswered pings the connection is given up as <see cref="WatchEnd.Silent"/>.</summary>
    public const int MaxUnanswered = 10;

    private readonly long[] _pingedAt = new long[2 * MaxUnanswered];
    private long _lastPing;
    private long _lastPong;

    /// <summary>What the silo said first.</summary>
    public Welcome Welcome { get; } = welcome;

    /// <summary>Whether the silo was reached at another address or port than was dialed, so that something between us and it answers in its name.</summary>
    public bool IsTranslated { get; } = !Same(dialed, welcome.ReachedAt);

    /// <summary>Pings, and passes on what comes, until the connection is over.</summary>
    /// <param name="observer">Hears what comes.</param>
    /// <param name="period">From ping to ping; the first goes out at once.</param>
    /// <param name="time">The clock of the pings.</param>
    /// <param name="cancellation">Ends the connection.</param>
    public async Task<WatchEnd> Run(IWatchObserver observer, TimeSpan period, TimeProvider time, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pinging = Ping(observer, period, time, over);
        var end = WatchEnd.Closed;
        try
        {
            while (await channel.Read(over.Token) is { } frame)
            {
                switch (frame)
                {
                    case Pong pong when pong.Sequence > _lastPong && pong.Sequence <= Volatile.Read(ref _lastPing):
                        Volatile.Write(ref _lastPong, pong.Sequence);
                        observer.OnPong(pong, Volatile.Read(ref _pingedAt[pong.Sequence % _pingedAt.Length]));
                        break;
                    case Members members:
                        observer.OnMembers(members);
                        break;
                    case Goodbye:
                        end = WatchEnd.Goodbye;
                        observer.OnGoodbye();
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            end = cancellation.IsCancellationRequested ? WatchEnd.Cancelled : WatchEnd.Silent;
        }
        catch (WatchProtocolException)
        {
            // It does not speak our language any more: as good as closed.
        }

        await over.CancelAsync();
        await pinging;
        return end;
    }

    /// <summary>Tells the silo that a peer refuses us.</summary>
    public async Task Tell(PeerRefused refused, CancellationToken cancellation) => await channel.Send(refused, cancellation);

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        channel.Dispose();
    }

    private async Task Ping(IWatchObserver observer, TimeSpan period, TimeProvider time, CancellationTokenSource over)
    {
        try
        {
            while (true)
            {
                var sequence = _lastPing + 1;
                Volatile.Write(ref _pingedAt[sequence % _pingedAt.Length], time.GetTimestamp());
                Volatile.Write(ref _lastPing, sequence);
                await channel.Send(new Ping(sequence), over.Token);
                await Task.Delay(period, time, over.Token);
                var unanswered = (int)(_lastPing - Volatile.Read(ref _lastPong));
                if (unanswered > 0)
                {
                    observer.OnUnanswered(unanswered);
                }

                if (unanswered >= MaxUnanswered)
                {
                    await over.CancelAsync();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private static bool Same(IPEndPoint dialed, IPEndPoint reached) =>
        dialed.Port == reached.Port && Plain(dialed.Address).Equals(Plain(reached.Address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
