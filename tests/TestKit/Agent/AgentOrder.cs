using System.Net;
using System.Text.Json.Serialization;
using ActiveActive.TestKit.Agent.Links;

namespace ActiveActive.TestKit.Agent;

/// <summary>What a harness tells an agent: always all of it. A line of JSON; the answer is its number.</summary>
/// <param name="Number">Counts up.</param>
/// <param name="Self">The number of the silo that the agent is in.</param>
/// <param name="Ports">Which silo has which port for silos.</param>
/// <param name="Processes">Which silo is which process.</param>
/// <param name="Pairs">Whose connections are cut, two numbers each; 0 stands for clients.</param>
internal sealed record AgentOrder(
    int Number, int Self, IReadOnlyDictionary<int, int> Ports, IReadOnlyDictionary<int, int> Processes, IReadOnlyList<int[]> Pairs)
{
    public static readonly AgentOrder None = new(0, -1, new Dictionary<int, int>(), new Dictionary<int, int>(), []);

    [JsonIgnore]
    public Cuts Cuts => Pairs.Aggregate(Cuts.None, static (cuts, pair) => cuts.Between(pair[0], pair[1]));

    /// <summary>The silo that listens at an endpoint, if it is one of ours.</summary>
    public int? SiloAt(EndPoint? endpoint) => endpoint is IPEndPoint { Port: var port } && Ports.TryGetValue(port, out var silo) ? silo : null;
}
