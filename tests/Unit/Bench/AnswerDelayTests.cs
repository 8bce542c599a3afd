using System.Net;
using System.Net.Sockets;
using ActiveActive.Benchmarks.Driver;

namespace ActiveActive.Tests.Unit.Bench;

public sealed class AnswerDelayTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public AnswerDelayTests() => _server.Start();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Answers_come_whole_in_order_and_never_sooner_than_the_delay()
    {
        using var delay = new AnswerDelay(((IPEndPoint)_server.LocalEndpoint).Port, Delay);
        var (near, far) = await Connect(delay);
        using (near)
        using (far)
        {
            var received = new byte[2];
            for (byte round = 0; round < 10; round += 2)
            {
                var began = TimeProvider.System.GetTimestamp();
                near.Send([round, (byte)(round + 1)]);
                await far.ReceiveAsync(received);
                far.Send(received.AsSpan(0, 1));
                far.Send(received.AsSpan(1, 1));
                received = new byte[2];
                await new NetworkStream(near).ReadExactlyAsync(received);

                Assert.Equal([round, (byte)(round + 1)], received);
                Assert.True(TimeProvider.System.GetElapsedTime(began) >= Delay);
            }
        }
    }

    [Fact]
    public async Task What_was_sent_before_a_close_still_arrives_and_then_the_close()
    {
        using var delay = new AnswerDelay(((IPEndPoint)_server.LocalEndpoint).Port, Delay);
        var (near, far) = await Connect(delay);
        using (near)
        {
            using (far)
            {
                far.Send([7]);
            }

            var received = new byte[1];
            Assert.Equal(1, await near.ReceiveAsync(received));
            Assert.Equal(7, received[0]);
            Assert.Equal(0, await near.ReceiveAsync(received));
        }
    }

    [Fact]
    public async Task Its_end_closes_both_sides()
    {
        var delay = new AnswerDelay(((IPEndPoint)_server.LocalEndpoint).Port, Delay);
        var (near, far) = await Connect(delay);
        using (near)
        using (far)
        {
            delay.Dispose();

            Assert.Equal(0, await near.ReceiveAsync(new byte[1]));
            Assert.Equal(0, await far.ReceiveAsync(new byte[1]));
        }
    }

    private async Task<(Socket Near, Socket Far)> Connect(AnswerDelay delay)
    {
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(IPAddress.Loopback, delay.Port);
        return (near, await _server.AcceptSocketAsync());
    }
}
