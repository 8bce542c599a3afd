using ActiveActive.Database.Embedded;

namespace ActiveActive.TestKit;

/// <summary>The database of a cluster, and what can befall it.</summary>
public sealed class ClusterDatabase
{
    private readonly EmbeddedPostgres? _server;

    internal ClusterDatabase(string connectionString, EmbeddedPostgres? server)
    {
        ConnectionString = connectionString;
        _server = server;
    }

    /// <summary>In Npgsql's form, with the password. Stays the same over restarts.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether it is an embedded PostgreSQL of the cluster's own, which can be stopped and killed.</summary>
    public bool IsEmbedded => _server is not null;

    private EmbeddedPostgres Server => _server
        ?? throw new TestKitException("This cluster uses a database that was given to it or is shared by others; only one of its own can be stopped. Leave Database unset in a ProcessCluster's options.");

    /// <summary>Stops it in order; its connections are cut. Nothing happens when it does not run.</summary>
    /// <exception cref="TestKitException">The database is not the cluster's own; so for all methods.</exception>
    public Task StopAsync() => Server.StopAsync();

    /// <summary>Kills it (SIGKILL); it recovers at the next start.</summary>
    public Task KillAsync() => Server.KillAsync();

    /// <summary>Starts it again on the same port and waits until it takes connections; stops it before if it runs.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task RestartAsync(CancellationToken cancellation = default) => Server.RestartAsync(cancellationToken: cancellation);
}
