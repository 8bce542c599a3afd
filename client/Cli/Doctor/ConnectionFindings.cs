using Npgsql;

namespace ActiveActive.Cli.Doctor;

/// <summary>What is odd about a connection string. It is never shown.</summary>
internal static class ConnectionFindings
{
    private const string Area = "configuration";

    public static IEnumerable<Finding> Of(NpgsqlConnectionStringBuilder connection, bool isRemote)
    {
        if (!connection.Pooling)
        {
            yield return new Finding(Area, "Pooling", FindingLevel.Warning, "The connection string turns pooling off", "Leave it out for silos: each statement would open a connection");
        }

        if (connection.ShouldSerialize("Maximum Pool Size") && connection.MaxPoolSize < 3)
        {
            yield return new Finding(Area, "Maximum Pool Size", FindingLevel.Error, $"It is {connection.MaxPoolSize}", "Give silos at least 3, or leave it out: a tenth of the server's connections is taken then");
        }

        if (connection.CommandTimeout == 0 || connection.Timeout == 0)
        {
            yield return new Finding(Area, "Timeout", FindingLevel.Warning, "The connection string lets statements or connecting take for ever", "Leave both timeouts out: silos then give up after 5 and 10 s, and try again");
        }

        if (isRemote)
        {
            yield return connection.SslMode is SslMode.VerifyFull or SslMode.VerifyCA
                ? Finding.Ok(Area, "SSL Mode", $"{connection.SslMode}")
                : new Finding(Area, "SSL Mode", FindingLevel.Warning, $"SSL Mode is {connection.SslMode}: who stands between can read what is sent, or be the server", "Put SSL Mode=VerifyFull with Root Certificate=... into the connection string");
        }
    }
}
