using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Grounds;

/// <summary>What a drill breaks: a region, or several that are linked.</summary>
internal interface IDrillGround : IAsyncDisposable
{
    /// <summary>At least one.</summary>
    IReadOnlyList<RegionRunner> Regions { get; }

    /// <summary>What the load calls, in words.</summary>
    string Grains { get; }

    /// <summary>How long changes took from region to region, as measured by <see cref="Probe"/>.</summary>
    IReadOnlyList<LagSample> Lags => [];

    /// <summary>Does what has to be done before the load.</summary>
    Task Prepare(CancellationToken cancellation);

    /// <summary>Starts the client processes.</summary>
    /// <param name="folder">Where their histories go.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<DrillLoad> StartLoad(string folder, CancellationToken cancellation);

    /// <summary>Measures during the load what its histories do not tell.</summary>
    Task Probe(CancellationToken until) => Task.CompletedTask;

    /// <summary>Reads what is there when the load has ended, from the databases and not from the memory of a grain that served it.</summary>
    Task<FinalState> ReadBack(CancellationToken cancellation);

    Task Stop(CancellationToken cancellation);

    /// <summary>What a silo is called.</summary>
    static string NameOf(string? region, string silo) => region is null ? silo : $"{region} {silo}";
}
