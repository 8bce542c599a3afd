using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>A snapshot that a region is taking.</summary>
/// <param name="Peer">Whose states.</param>
/// <param name="Life">Which life of the peer it has begun with.</param>
/// <param name="BegunAt">When, by the clock of who takes it.</param>
/// <param name="Includes">Up to where the states have each stream, with the hash there and the last mark.</param>
/// <param name="Next">The next grain whose state is read.</param>
internal sealed record SimSnapshot(int Peer, long Life, long BegunAt, IReadOnlyDictionary<StreamId, (StreamHead Head, MarkEntry? Mark)> Includes, int Next);
