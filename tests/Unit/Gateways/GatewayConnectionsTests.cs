using System.IO.Pipelines;
using System.Net;
using ActiveActive.Client.Calls;
using ActiveActive.Client.Gateways;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Tests.Unit.Gateways;

public sealed class GatewayConnectionsTests
{
    private readonly RecordingEvents _events = new();
    private readonly FakeTimeProvider _time = new();
    private readonly GatewayConnections _connections;

    public GatewayConnectionsTests() => _connections = new GatewayConnections(_events, _time);

    [Fact]
    public async Task A_connection_counts_while_it_runs_and_its_end_is_told_once()
    {
        var (context, end, run) = Connect(1);
        Assert.Equal((1, 1L), (_connections.OpenConnections, _connections.Opened));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, _connections.LostFor);

        end.SetResult();
        await run;
        context.Closing.Cancel();

        Assert.Equal((0, 1L), (_connections.OpenConnections, _connections.Opened));
        Assert.Same(context, Assert.Single(_events.Lost));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), _connections.LostFor);
    }

    [Fact]
    public async Task Calls_are_held_from_the_end_of_the_last_connection_until_there_is_one_again()
    {
        Assert.Null(_connections.Hold); // nothing was lost yet: the first connection is being made
        var (_, firstEnd, first) = Connect(1);
        var (_, secondEnd, second) = Connect(2);
        firstEnd.SetResult();
        await first;
        Assert.Null(_connections.Hold);

        secondEnd.SetResult();
        await second;
        var hold = Assert.IsType<LostHold>(_connections.Hold);
        Assert.False(hold.IsOver);

        Connect(3);
        Assert.Null(_connections.Hold);
        Assert.True(hold.IsOver);
    }

    [Fact]
    public void A_closed_transport_is_told_before_Orleans_is_done_with_it()
    {
        var (context, _, run) = Connect(1);
        context.Closing.Cancel();

        Assert.False(run.IsCompleted);
        Assert.Same(context, Assert.Single(_events.Lost));
    }

    [Fact]
    public async Task A_suspended_gateway_is_cut_off_and_no_new_connection_reaches_it()
    {
        var (first, _, _) = Connect(1);
        var (second, _, _) = Connect(2);
        _connections.Suspend(At(1));

        Assert.True(first.IsAborted);
        Assert.False(second.IsAborted);
        var (_, _, refused) = Connect(1);
        await Assert.ThrowsAsync<ConnectionFailedException>(() => refused);
        Assert.Equal(2, _connections.Opened);

        _connections.Resume(At(1));
        Connect(1);
        Assert.Equal(3, _connections.Opened);
    }

    [Fact]
    public async Task The_list_leaves_suspended_gateways_out_but_never_all()
    {
        var list = new ObservedGatewayList(new FakeList(1, 2), _connections);
        IReadOnlyList<IPEndPoint>? read = null;
        list.OnRead = gateways => read = gateways;
        _connections.Suspend(At(1));

        Assert.Equal([2], await Ports());
        Assert.Equal([At(1), At(2)], read!);

        _connections.Suspend(At(2));
        Assert.Equal([1, 2], await Ports());

        async Task<IEnumerable<int>> Ports() => (await list.GetGateways()).Select(static gateway => gateway.ToGatewayAddress()!.Endpoint.Port);
    }

    [Fact]
    public async Task What_comes_from_a_gateway_is_a_sign_of_life_until_its_connection_ends()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var (context, end, run) = Connect(1);
        var waiting = context.Transport.Input.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _connections.HeardAt(At(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        var heard = _time.GetTimestamp();
        await context.Remote.WriteAsync(new byte[] { 1, 2 }, TestContext.Current.CancellationToken);
        context.Transport.Input.AdvanceTo((await waiting).Buffer.End);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((heard, 0L), (_connections.HeardAt(At(1)), _connections.HeardAt(At(2))));

        // What is there already, too, however it is asked for.
        await context.Remote.WriteAsync(new byte[] { 3 }, TestContext.Current.CancellationToken);
        Assert.True(context.Transport.Input.TryRead(out var more));
        context.Transport.Input.AdvanceTo(more.Buffer.Start, more.Buffer.End);
        Assert.Equal(_time.GetTimestamp(), _connections.HeardAt(At(1)));
        Assert.False(context.Transport.Input.TryRead(out _));

        end.SetResult();
        await run;
        Assert.Equal(0, _connections.HeardAt(At(1)));
    }

    private (FakeContext Context, TaskCompletionSource End, Task Run) Connect(int gateway)
    {
        var end = new TaskCompletionSource();
        var context = new FakeContext { RemoteEndPoint = At(gateway) };
        return (context, end, _connections.Attach(_ => end.Task)(context));
    }

    private static IPEndPoint At(int gateway) => new(IPAddress.Loopback, gateway);

    private sealed class FakeContext : DefaultConnectionContext
    {
        private readonly Pipe _received = new();

        public FakeContext()
        {
            ConnectionClosed = Closing.Token;
            Transport = new Duplex(_received.Reader, new Pipe().Writer);
        }

        /// <summary>Where the gateway writes.</summary>
        public PipeWriter Remote => _received.Writer;

        public CancellationTokenSource Closing { get; } = new();

        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }

    private sealed class FakeList(params int[] ports) : Orleans.Messaging.IGatewayListProvider
    {
        public TimeSpan MaxStaleness => TimeSpan.FromSeconds(5);

        public bool IsUpdatable => true;

        public Task InitializeGatewayListProvider() => Task.CompletedTask;

        public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>([.. ports.Select(static port => SiloAddress.New(At(port), 0).ToGatewayUri())]);
    }
}
