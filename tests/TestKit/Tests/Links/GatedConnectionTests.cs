using System.IO.Pipelines;
using System.Text;
using ActiveActive.TestKit.Agent;
using ActiveActive.TestKit.Agent.Links;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Connections;

namespace ActiveActive.Tests.TestKit.Links;

/// <summary>A gate holds bytes, keeps their order, and lets go of a connection that ends.</summary>
public sealed class GatedConnectionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly LinkSwitch _links = new();
    private readonly Pipe _fromWire = new();
    private readonly Pipe _toWire = new();

    [Fact]
    public async Task Bytes_are_held_both_ways_while_cut_and_come_in_order_when_healed()
    {
        await Run(async transport =>
        {
            await Write(_fromWire.Writer, "a");
            Assert.Equal("a", await Read(transport.Input, 1));

            _links.Change(static cuts => cuts.Between(1, 2));
            await Write(_fromWire.Writer, "b");
            await Write(_fromWire.Writer, "c");
            await Write(transport.Output, "x");
            await Write(transport.Output, "y");
            var (incoming, outgoing) = (Read(transport.Input, 2), Read(_toWire.Reader, 2));
            await Task.WhenAny(incoming, outgoing, Task.Delay(200));
            Assert.False(incoming.IsCompleted || outgoing.IsCompleted);

            _links.Change(static cuts => cuts.HealPairs());
            Assert.Equal(("bc", "xy"), (await incoming, await outgoing));
        });
    }

    [Fact]
    public async Task A_cut_elsewhere_does_not_matter()
    {
        _links.Change(static cuts => cuts.Between(1, 3).Silence(4));
        await Run(async transport =>
        {
            await Write(_fromWire.Writer, "a");
            Assert.Equal("a", await Read(transport.Input, 1));
        });
    }

    [Fact]
    public async Task A_connection_that_ends_while_cut_ends()
    {
        _links.Change(static cuts => cuts.Silence(2));
        await Run(async transport =>
        {
            await Write(_fromWire.Writer, "lost");
            await Write(transport.Output, "lost");
            _fromWire.Reader.CancelPendingRead(); // as Orleans does with the transport underneath
            Assert.True((await transport.Input.ReadAsync().AsTask().WaitAsync(Limit)).IsCompleted);
        });
    }

    [Fact]
    public void Orders_and_addresses_survive_their_way()
    {
        var order = new AgentOrder(3, 1, new Dictionary<int, int> { [11111] = 1 }, new Dictionary<int, int> { [77] = 1 }, [[0, 1]]);
        var read = System.Text.Json.JsonSerializer.Deserialize<AgentOrder>(System.Text.Json.JsonSerializer.Serialize(order))!;
        Assert.True(read.Cuts.Separate(1, Cuts.Client));
        Assert.Equal(1, read.SiloAt(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 11111)));
        Assert.Equal(new AgentAddress(5, "abc"), AgentAddress.Parse(new AgentAddress(5, "abc").ToString()));
        Assert.All((string?[])[null, "", "5", "x:abc", "5:"], static text => Assert.Null(AgentAddress.Parse(text)));
    }

    private Task Run(Func<IDuplexPipe, Task> test)
    {
        var context = new DefaultConnectionContext("test") { Transport = new Duplex(_fromWire.Reader, _toWire.Writer) };
        return GatedConnection.Middleware(_ => new Link(_links, 1, static () => 2))(connection => test(connection.Transport))(context).WaitAsync(Limit);
    }

    private static async Task Write(PipeWriter writer, string text) => await writer.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> Read(PipeReader reader, int length)
    {
        var read = await reader.ReadAtLeastAsync(length).AsTask().WaitAsync(Limit);
        var text = Encoding.ASCII.GetString(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
