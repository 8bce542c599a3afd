using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using ActiveActive.TestKit.Agent;

namespace ActiveActive.TestKit.Clusters;

/// <summary>The harness' end of the agents' connections: gives orders and waits until they are in force.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, Agent> _agents = new();
    private readonly Func<int, AgentOrder?> _orderFor;
    private readonly Task _accepting;
    private int _number;

    /// <param name="orderFor">The order for the silo in a process; null when the process is not known (yet).</param>
    public AgentServer(Func<int, AgentOrder?> orderFor)
    {
        _orderFor = orderFor;
        _listener.Start();
        Address = new AgentAddress(((IPEndPoint)_listener.LocalEndpoint).Port, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        _accepting = Accept();
    }

    public AgentAddress Address { get; }

    /// <summary>Whether the silo in a process can be told.</summary>
    public bool Knows(int process) => _agents.ContainsKey(process);

    /// <summary>Orders all agents anew and waits until those that can have obeyed.</summary>
    /// <param name="answers">Whether a process can answer now: a frozen one obeys when it is thawed.</param>
    /// <exception cref="TestKitException">One that can did not obey in time.</exception>
    public async Task OrderAll(Func<int, bool> answers)
    {
        var number = Interlocked.Increment(ref _number);
        var agents = _agents.Values.ToArray();
        foreach (var agent in agents)
        {
            Send(agent, number);
        }

        foreach (var agent in agents.Where(agent => answers(agent.Process)))
        {
            try
            {
                await agent.Obeyed(number).WaitAsync(Patience);
            }
            catch (TimeoutException) when (!answers(agent.Process))
            {
                // It was frozen or ended meanwhile.
            }
            catch (TimeoutException error)
            {
                throw new TestKitException($"The silo in process {agent.Process} did not obey within {Patience.TotalSeconds} s. Is it frozen by somebody else?", error);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var agent in _agents.Values)
        {
            agent.Dispose();
        }

        _stopping.Dispose();
    }

    private void Send(Agent agent, int number)
    {
        if (_orderFor(agent.Process) is { } order)
        {
            agent.Send(order with { Number = number });
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The cluster ends.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        Agent? agent = null;
        try
        {
            if ((await reader.ReadLineAsync(_stopping.Token))?.Split(' ') is not [var token, var process] || token != Address.Token)
            {
                client.Dispose();
                return;
            }

            agent = new Agent(client, int.Parse(process, CultureInfo.InvariantCulture));
            while (_orderFor(agent.Process) is null)
            {
                await Task.Delay(Poll, _stopping.Token); // its process has only just been started
            }

            _agents[agent.Process] = agent;
            Send(agent, Volatile.Read(ref _number));
            while (await reader.ReadLineAsync(_stopping.Token) is { } line)
            {
                agent.OnObeyed(int.Parse(line, CultureInfo.InvariantCulture));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The silo has ended, or the cluster does.
        }

        if (agent is not null)
        {
            _agents.TryRemove(new KeyValuePair<int, Agent>(agent.Process, agent));
            agent.Dispose();
        }
    }

    private sealed class Agent(TcpClient client, int process) : IDisposable
    {
        private readonly Lock _turn = new();
        private TaskCompletionSource _progressNeedsLock = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _obeyedNeedsLock = -1;

        public int Process => process;

        public void Send(AgentOrder order)
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(order);
            try
            {
                lock (_turn)
                {
                    client.GetStream().Write([.. line, (byte)'\n']);
                }
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
            {
                OnObeyed(int.MaxValue); // it has ended, and with it its connections
            }
        }

        public void OnObeyed(int number)
        {
            TaskCompletionSource progress;
            lock (_turn)
            {
                _obeyedNeedsLock = Math.Max(_obeyedNeedsLock, number);
                (progress, _progressNeedsLock) = (_progressNeedsLock, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            progress.SetResult();
        }

        public async Task Obeyed(int number)
        {
            while (true)
            {
                Task progress;
                lock (_turn)
                {
                    if (_obeyedNeedsLock >= number)
                    {
                        return;
                    }

                    progress = _progressNeedsLock.Task;
                }

                await progress;
            }
        }

        public void Dispose()
        {
            OnObeyed(int.MaxValue);
            client.Dispose();
        }
    }
}
