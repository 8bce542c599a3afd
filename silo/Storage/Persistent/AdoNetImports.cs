using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Storage.Persistent;

/// <summary>
/// Whether ADO.NET storage holds state of this application that was imported and not taken over yet, as of the silo's start. Rows that were not imported keep the silo from starting: its
/// grains would begin with empty states and nobody would notice.
/// </summary>
internal sealed class AdoNetImports(RegionDatabase database, IOptions<ActiveActiveOptions> options, IOptions<ClusterOptions> cluster) : ILifecycleParticipant<ISiloLifecycle>
{
    private const string Sql = """
        select
            exists (select from OrleansStorage where ServiceId = $1 and PayloadBinary is not null),
            exists (select from activeactive.adonet_import where service_id = $1)
        """;

    public bool HasRows { get; private set; }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(AdoNetImports), ServiceLifecycleStage.RuntimeStorageServices, Check);

    /// <exception cref="InvalidOperationException">There are rows that were not imported.</exception>
    private async Task Check(CancellationToken cancellation)
    {
        if (options.Value.Storage.Provider == StorageProvider.AdoNet)
        {
            return;
        }

        await using var command = database.Source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = cluster.Value.ServiceId });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        HasRows = reader.GetBoolean(0);
        if (HasRows && !reader.GetBoolean(1))
        {
            throw new InvalidOperationException(
                $"Orleans' ADO.NET storage (table OrleansStorage) holds state of ServiceId '{cluster.Value.ServiceId}', which the group committer would not see. Stop all silos and run 'aactl db import-adonet' to hand it over, or set Storage:Provider to AdoNet to go on as before.");
        }
    }
}
