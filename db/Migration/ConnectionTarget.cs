using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>Whom a connection string addresses, without its secrets: what error messages may say.</summary>
internal sealed record ConnectionTarget(string Host, int Port, string Database, string User)
{
    public static ConnectionTarget Of(NpgsqlDataSource dataSource)
    {
        var parts = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        var user = parts.Username ?? Environment.UserName;
        return new ConnectionTarget(parts.Host ?? "(no host)", parts.Port, parts.Database ?? user, user);
    }

    /// <summary>Host and port; of several hosts all of them.</summary>
    public string Server => Host.Contains(',', StringComparison.Ordinal) ? Host : $"{Host}:{Port}";

    /// <summary>A small pool for one task. Of several hosts it takes the primary.</summary>
    /// <exception cref="DatabaseSetupException">The connection string cannot be understood.</exception>
    public static NpgsqlDataSource OpenDataSource(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        try
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            builder.ConnectionStringBuilder.Pooling = false;
            if (string.IsNullOrWhiteSpace(builder.ConnectionStringBuilder.Host)) throw BadString("It names no Host. ");
            if (!builder.ConnectionStringBuilder.Host.Contains(',', StringComparison.Ordinal)) return builder.Build();

            // Whatever the text says: nobody migrates a standby.
            builder.ConnectionStringBuilder.Remove("Target Session Attributes");
            return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            // Neither the text nor the parser's message is passed on: an unquoted ';' makes part of the password look like a keyword.
            throw BadString("");
        }
    }

    public override string ToString() => $"The database '{Database}' at {Server} (user '{User}')";

    private static DatabaseSetupException BadString(string detail) => new(
        DatabaseSetupProblem.ConnectionString,
        $"The connection string cannot be understood. {detail}It should look like Host=db1;Port=5432;Database=activeactive;Username=me;Password=...; "
        + "check the spelling of its keywords and that numbers are numbers, and put a password that contains ; or = into double quotes.");
}
