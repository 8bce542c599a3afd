using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ActiveActive.TestKit.Agent;

/// <summary>The agent's connection to its harness.</summary>
internal sealed class AgentChannel(AgentAddress address, Action<AgentOrder> obey)
{
    /// <summary>Dials and obeys on a thread of its own until the harness is gone.</summary>
    public void Start(Action onGone) => new Thread(() => Run(onGone)) { IsBackground = true, Name = "testkit agent" }.Start();

    private void Run(Action onGone)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, address.Port);
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            using var writer = new StreamWriter(stream) { AutoFlush = true };
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{address.Token} {Environment.ProcessId}"));
            while (reader.ReadLine() is { } line)
            {
                var order = JsonSerializer.Deserialize<AgentOrder>(line)!;
                obey(order);
                writer.WriteLine(order.Number.ToString(CultureInfo.InvariantCulture));
            }
        }
        catch (Exception error) when (error is IOException or SocketException or JsonException)
        {
            // The harness is gone, or is none.
        }

        onGone();
    }
}
