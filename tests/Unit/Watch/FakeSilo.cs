using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using ActiveActive.Silo.Membership.Watch;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveActive.Tests.Unit.Watch;

/// <summary>The watch protocol's server on a real port of this machine, without a silo around it.</summary>
internal sealed class FakeSilo : ILocalSiloDetails, IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<DefaultConnectionContext> _connections = [];
    private readonly Task _accepting;

    public FakeSilo(int generation = 1)
    {
        _listener.Start();
        SiloAddress = SiloAddress.New((IPEndPoint)_listener.LocalEndpoint, generation);
        GatewayAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 4321), generation);
        View = new ClusterView(this);
        Server = new WatchServer(this, Membership, View, Reports, TimeProvider.System, NullLogger<WatchServer>.Instance);
        _accepting = Accept(new WatchMiddleware(Server));
    }

    public string Name => "fake";

    public string ClusterId => "local";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress { get; }

    public SiloAddress GatewayAddress { get; }

    public FakeMembership Membership { get; } = new();

    public PeerReports Reports { get; } = new();

    public ClusterView View { get; }

    public WatchServer Server { get; }

    public void SetMembers(long version, params (SiloAddress Silo, SiloStatus Status)[] members) => View.Take(Membership.Set(version, members));

    /// <summary>Ends all connections, and the port, as the end of a process does.</summary>
    public void Die()
    {
        _listener.Stop();
        lock (_connections)
        {
            _connections.ForEach(static connection => connection.Abort());
        }
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        await _accepting;
        _listener.Dispose();
    }

    private async Task Accept(WatchMiddleware middleware)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                _ = Serve(middleware, socket);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task Serve(WatchMiddleware middleware, Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var connection = new DefaultConnectionContext("test", new Duplex(PipeReader.Create(stream), PipeWriter.Create(stream)), null!) { LocalEndPoint = socket.LocalEndPoint };
        connection.ConnectionClosed.Register(socket.Dispose);
        lock (_connections)
        {
            _connections.Add(connection);
        }

        await middleware.OnConnectionAsync(connection, static _ => Task.CompletedTask);
    }
}
