using System.Collections.Concurrent;
using ActiveActive.Silo.Replication.Residency;

namespace ActiveActive.Tests.Cluster.Regions.Residency;

/// <summary>Keeps all that a region sends to others, before it is encrypted.</summary>
internal sealed class LinkRecorder : ILinkRecorder
{
    private readonly ConcurrentQueue<(string To, byte[] Bytes)> _sent = new();

    public void Sends(string to, byte[] bytes) => _sent.Enqueue((to, bytes));

    /// <summary>The regions that got bytes with a text in them.</summary>
    public IReadOnlyCollection<string> WhoGot(string text) => [.. _sent.Where(one => one.Bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0).Select(static one => one.To).Distinct().Order(StringComparer.Ordinal)];
}
