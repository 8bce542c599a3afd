using System.Net;
using ActiveActive.Client.Gateways;

namespace ActiveActive.Tests.Unit.Gateways;

/// <summary>Writes down what was done about gateways, by their ports.</summary>
internal sealed class RecordingControl : IGatewayControl
{
    public List<string> Deeds { get; } = [];

    /// <summary>When each has sent something last.</summary>
    public Dictionary<int, long> Heard { get; } = [];

    public void Suspend(IPEndPoint gateway) => Deeds.Add($"suspend {gateway.Port}");

    public void Resume(IPEndPoint gateway) => Deeds.Add($"resume {gateway.Port}");

    public void Drop(IPEndPoint gateway) => Deeds.Add($"drop {gateway.Port}");

    public void StopSendingTo(IPEndPoint gateway) => Deeds.Add($"stop {gateway.Port}");

    public long HeardAt(IPEndPoint gateway) => Heard.GetValueOrDefault(gateway.Port);

    public void Use(IPEndPoint gateway) => Deeds.Add($"use {gateway.Port}");
}
