using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActiveActive.Benchmarks.Driver;

/// <summary>
/// A relay before a database server that passes each answer on a while after it came, as if the server were that far away. All connections through it are slowed alike, what they
/// carry stays in order, and waiting costs no processor time. The server itself is as fast as before: it neither holds locks longer nor waits longer for its disk.
/// </summary>
/// <remarks>It has threads of its own, which wait in the kernel: continuations and timers of a busy process are milliseconds late.</remarks>
internal sealed class AnswerDelay : IDisposable
{
    private const int Piece = 64 << 10;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly BlockingCollection<Answer> _held = [];
    private readonly int _server;
    private readonly long _delay;

    /// <summary>Begins to relay.</summary>
    /// <param name="server">The server's port on this machine.</param>
    /// <param name="delay">How long each answer is held back; it comes about a tenth of a millisecond later than that, never sooner.</param>
    public AnswerDelay(int server, TimeSpan delay)
    {
        _server = server;
        _delay = (long)(delay.TotalSeconds * TimeProvider.System.TimestampFrequency);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Run(Accept);
        Run(Deliver);
    }

    /// <summary>Where to connect instead.</summary>
    public int Port { get; }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _held.CompleteAdding();
        foreach (var socket in _sockets.Keys)
        {
            Close(socket);
        }
    }

    private static void Run(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The end of a connection, or of all.
        }
    })
    { IsBackground = true, Name = nameof(AnswerDelay) }.Start();

    private void Accept()
    {
        while (true)
        {
            var client = _listener.AcceptSocket();
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.NoDelay = server.NoDelay = true;
            _sockets[client] = _sockets[server] = true;
            server.Connect(IPAddress.Loopback, _server);
            Run(() => Pass(client, server));
            Run(() => Hold(server, client));
        }
    }

    private void Pass(Socket client, Socket server)
    {
        try
        {
            var buffer = new byte[Piece];
            while (client.Receive(buffer) is > 0 and var length)
            {
                server.Send(buffer.AsSpan(0, length));
            }
        }
        finally
        {
            Close(server);
        }
    }

    private void Hold(Socket server, Socket client)
    {
        try
        {
            var buffer = new byte[Piece];
            while (server.Receive(buffer) is > 0 and var length)
            {
                _held.Add(new Answer(Due, buffer[..length], client));
            }
        }
        finally
        {
            _held.Add(new Answer(Due, [], client));
        }
    }

    private long Due => TimeProvider.System.GetTimestamp() + _delay;

    // All answers are held for the same time, so they are due in the order in which they came.
    private void Deliver()
    {
        foreach (var answer in _held.GetConsumingEnumerable())
        {
            while (TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), answer.Due) is var left && left > TimeSpan.Zero)
            {
                _ = Sleep((uint)Math.Ceiling(left.TotalMicroseconds));
            }

            try
            {
                if (answer.Bytes.Length == 0)
                {
                    Close(answer.Client);
                }
                else
                {
                    answer.Client.Send(answer.Bytes);
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Nobody waits for it any more.
            }
        }
    }

    private void Close(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        try
        {
            socket.Shutdown(SocketShutdown.Both); // ends what waits on it, in another thread
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }

        socket.Dispose();
    }

    // Thread.Sleep knows only whole milliseconds.
    [DllImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sleep(uint microseconds);

    private readonly record struct Answer(long Due, byte[] Bytes, Socket Client);
}
