namespace ActiveActive.Silo;

/// <summary>How many silos the load of a region is said to want: <c>/v1/scale</c>, and the metrics <c>activeactive.scale.*</c>. Give all silos of a region the same. docs/scaling.md tells how it is worked out.</summary>
public sealed class ScalingOptions
{
    /// <summary>The fewest silos to ask for. Default 2, from 1 to <see cref="Maximum"/>: with one, its death is an outage.</summary>
    public int Minimum { get; set; } = 2;

    /// <summary>The most silos to ask for. Default 10, to 1,000. The database server's connections bound it, too: see <see cref="ActiveActiveOptions.MaxConnections"/>.</summary>
    public int Maximum { get; set; } = 10;

    /// <summary>How much of their processors' time the silos should use on average, as a fraction. Default 0.6, from 0.05 to 0.95. What is above is the reserve for a silo that dies, and for the time until a new one helps.</summary>
    public double TargetUtilization { get; set; } = 0.6;

    /// <summary>The time within which calls should be answered. Default 100 milliseconds, from 1 millisecond to 1 minute. Above it, more silos are asked for, provided that the present ones have work: idle silos that are slow wait for something else.</summary>
    public TimeSpan Slo { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Which fraction of the calls should be answered within <see cref="Slo"/>. Default 0.99, from 0.5 to 0.9999.</summary>
    public double SloFraction { get; set; } = 0.99;

    /// <summary>How far from its target a figure may be, as a fraction, without a wish to change anything. Default 0.1, from 0 to 0.5.</summary>
    public double Tolerance { get; set; } = 0.1;

    /// <summary>How often the load is measured. Default 5 seconds, from 1 second to 1 minute.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long more silos must be wanted without a break before they are asked for. Default 15 seconds, from 0 to 1 hour.</summary>
    public TimeSpan ScaleOutAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long fewer silos must be wanted without a break before they are asked for. Default 5 minutes, from 0 to 1 day.</summary>
    public TimeSpan ScaleInAfter { get; set; } = TimeSpan.FromMinutes(5);
}
