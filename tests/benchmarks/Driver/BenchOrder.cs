namespace ActiveActive.Benchmarks.Driver;

/// <summary>One slice of load. A load process gets it as a line of JSON and answers with a <see cref="BenchResult"/>.</summary>
internal sealed record BenchOrder
{
    public required BenchWork Work { get; init; }

    /// <summary>Calls that wait for their answer at any moment. Without meaning when <see cref="Rate"/> is given.</summary>
    public int InFlight { get; init; } = 1;

    /// <summary>Calls that fall due each second, whatever became of earlier ones (open loop); 0 for a closed loop.</summary>
    public double Rate { get; init; }

    /// <summary>How many seconds of the load come first and are not counted.</summary>
    public double WarmUp { get; init; }

    /// <summary>How many seconds are counted. Without meaning when <see cref="Once"/> or <see cref="Calls"/> is given.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether each grain is called once, and that is all.</summary>
    public bool Once { get; init; }

    /// <summary>How many calls are made in all, instead of a time.</summary>
    public long? Calls { get; init; }

    /// <summary>How many grains are called.</summary>
    public int Grains { get; init; } = 1;

    /// <summary>The number of the first grain.</summary>
    public int First { get; init; }

    /// <summary>The distance from one grain's number to the next: above 1 they are spread over more stored ones.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Where in their grains the slots begin: so that short slices do not always call the same ones.</summary>
    public int Begin { get; init; }

    /// <summary>Bytes that a write stores.</summary>
    public int Payload { get; init; }
}
