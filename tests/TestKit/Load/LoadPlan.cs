namespace ActiveActive.TestKit.Load;

/// <summary>What one load process does.</summary>
internal sealed record LoadPlan
{
    /// <summary>Decides kinds and amounts; the same seed makes the same operations.</summary>
    public required int Seed { get; init; }

    public required int Seconds { get; init; }

    /// <summary>Operations started per second, whether or not earlier ones have ended. Grains take turns, so each is called at even times.</summary>
    public required int Rate { get; init; }

    /// <summary>Where in the grains' order this process begins, from 0 to below 1, so that several processes do not call a grain at the same time.</summary>
    public double Phase { get; init; }

    public required string[] Counters { get; init; }

    /// <summary>May be empty.</summary>
    public required string[] Accounts { get; init; }

    /// <summary>May be empty.</summary>
    public string[] Registers { get; init; } = [];

    /// <summary>May be empty.</summary>
    public string[] Carts { get; init; } = [];

    /// <summary>How this process names what it puts into carts.</summary>
    public CartItems Items { get; init; } = new(0, 1);

    /// <summary>The region whose callers this process plays; null where there is one.</summary>
    public string? Region { get; init; }
}
