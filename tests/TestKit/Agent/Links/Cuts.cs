using System.Collections.Immutable;

namespace ActiveActive.TestKit.Agent.Links;

/// <summary>Who cannot hear whom at one moment. Silos are numbered from 1; <see cref="Client"/> stands for all clients. Immutable.</summary>
internal sealed record Cuts(ImmutableHashSet<(int Low, int High)> Pairs, ImmutableHashSet<int> Silent)
{
    /// <summary>In place of a silo's number: any client.</summary>
    public const int Client = 0;

    public static readonly Cuts None = new([], []);

    public bool IsEmpty => Pairs.IsEmpty && Silent.IsEmpty;

    public Cuts Between(int one, int other) => this with { Pairs = Pairs.Add(Ordered(one, other)) };

    /// <summary>Cut off from everybody, as when frozen.</summary>
    public Cuts Silence(int silo) => this with { Silent = Silent.Add(silo) };

    public Cuts Unsilence(int silo) => this with { Silent = Silent.Remove(silo) };

    public Cuts HealPairs() => this with { Pairs = [] };

    public bool Separate(int one, int other) => Silent.Contains(one) || Silent.Contains(other) || Pairs.Contains(Ordered(one, other));

    private static (int, int) Ordered(int one, int other) => one < other ? (one, other) : (other, one);
}
