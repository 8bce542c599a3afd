using System.Data.Common;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Connection;

/// <summary>Where a client reads the list of gateways: the region's database.</summary>
internal sealed class GatewayDatabase(IOptions<ActiveActiveClientOptions> options) : IDisposable
{
    private readonly PrimaryDataSource? _own = options.Value.Database is { } text && text.Contains(',', StringComparison.Ordinal) ? new PrimaryDataSource(text) : null;

    /// <summary>What was given in code, or what follows the primary of several hosts; null where Orleans opens the connection string itself.</summary>
    public DbDataSource? Source => options.Value.DataSource ?? _own;

    /// <summary>The connection string where Orleans opens it itself; it wants either this or a source.</summary>
    public string? ConnectionString => Source is null ? options.Value.Database : null;

    public void Dispose() => _own?.Dispose();
}
