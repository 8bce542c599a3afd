using Orleans.Services;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>On every silo: tells the others of its region how it is.</summary>
internal interface IConsoleService : IGrainService
{
    /// <summary>A <see cref="Reports.SiloReport"/> as JSON.</summary>
    /// <param name="eventsAfter">Where an earlier answer's events ended; 0 for all.</param>
    [Alias("report")]
    Task<byte[]> Report(long eventsAfter);

    /// <summary>A <see cref="Reports.SiloHistory"/> as JSON.</summary>
    [Alias("history")]
    Task<byte[]> History();

    /// <summary>The latest requests that the silo has committed effects of on a grain: a list of <see cref="Reports.RecentRequest"/> as JSON.</summary>
    [Alias("requests")]
    Task<byte[]> Requests(string grainType, string grainKey);

    /// <summary>Lets the silo stop in order. Answers before it has.</summary>
    /// <param name="by">Who asks, and why; for the log.</param>
    [Alias("drain")]
    Task Drain(string by);
}
