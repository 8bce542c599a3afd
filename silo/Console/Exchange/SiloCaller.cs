using System.Text.Json;
using ActiveActive.Silo.Console.Reports;
using Orleans.Runtime.Services;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>Asks other silos of the region.</summary>
internal sealed class SiloCaller(IServiceProvider services) : GrainServiceClient<IConsoleService>(services)
{
    /// <summary>Who does not answer within is asked again. Calls wait longer by themselves for a silo that is gone and was not declared dead yet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="Exception">It does not answer.</exception>
    public async Task<SiloReport> Report(SiloAddress silo, long eventsAfter, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await GetGrainService(silo).Report(eventsAfter).WaitAsync(Patience, cancellation), ReportJson.Default.SiloReport)!;

    /// <exception cref="Exception">It does not answer.</exception>
    public async Task<SiloHistory> History(SiloAddress silo, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await GetGrainService(silo).History().WaitAsync(Patience, cancellation), ReportJson.Default.SiloHistory)!;

    /// <exception cref="Exception">It does not answer.</exception>
    public async Task<List<RecentRequest>> Requests(SiloAddress silo, string grainType, string grainKey, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await GetGrainService(silo).Requests(grainType, grainKey).WaitAsync(Patience, cancellation), ReportJson.Default.ListRecentRequest)!;

    /// <exception cref="Exception">It does not answer.</exception>
    public Task Drain(SiloAddress silo, string by, CancellationToken cancellation) => GetGrainService(silo).Drain(by).WaitAsync(Patience, cancellation);
}
