using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>Turns what Npgsql throws into what the operator should do.</summary>
internal static class SetupErrors
{
    /// <summary>Runs <paramref name="work"/>; errors that an operator can mend come out as <see cref="DatabaseSetupException"/>.</summary>
    public static async Task<T> Explained<T>(ConnectionTarget target, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Explain(exception, target) is { } explained)
        {
            throw explained;
        }
    }

    public static bool CanExplain(Exception exception) => Explain(exception, new ConnectionTarget("", 0, "", "")) is not null;

    private static DatabaseSetupException? Explain(Exception exception, ConnectionTarget target) => exception switch
    {
        PostgresException error => Explain(error, target),
        NpgsqlException error => Explain(error, target),
        SocketException or TimeoutException => Unreachable(exception, target),
        _ => null,
    };

    private static DatabaseSetupException? Explain(PostgresException error, ConnectionTarget target) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Refused(error, target),

        PostgresErrorCodes.InvalidCatalogName => new(
            DatabaseSetupProblem.MissingDatabase,
            $"The server at {target.Server} has no database '{target.Database}'. Create it (CREATE DATABASE \"{target.Database}\" OWNER \"{target.User}\") "
            + "or correct Database in the connection string.", error),

        // No schema to create in: those on the search path may not be used.
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName => new(
            DatabaseSetupProblem.MissingPrivilege,
            $"{target} lacks a privilege: {error.MessageText}. To migrate, the user must be allowed to create schemas in the database and tables in its default "
            + $"schema: make it the owner (ALTER DATABASE \"{target.Database}\" OWNER TO \"{target.User}\") or run `aactl db migrate` as one who is.", error),

        PostgresErrorCodes.ReadOnlySqlTransaction => new(
            DatabaseSetupProblem.ReadOnly,
            $"{target} accepts no writes; it is a standby or was set read-only. Connect to the primary (list all hosts and add Target Session Attributes=primary).", error),

        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new(
            DatabaseSetupProblem.Unreachable,
            $"{target} does not take a connection now: {error.MessageText}. Wait until the server has started or has connections left, then try again.", error),

        _ => null,
    };

    private static DatabaseSetupException? Explain(NpgsqlException error, ConnectionTarget target)
    {
        if (Has<AuthenticationException>(error)) return Encryption(error, target);
        if (Has<SocketException>(error) || Has<TimeoutException>(error) || Has<IOException>(error)) return Unreachable(error, target);

        // Npgsql's word for several hosts that all answered, and none is the primary.
        if (error.Message.Contains("suitable host", StringComparison.OrdinalIgnoreCase) && error.InnerException is null) return NoPrimary(error, target);

        // What is left before a session exists: no or unusable credentials, or encryption that one side demands and the other refuses.
        if (error.Message.Contains("SSL", StringComparison.OrdinalIgnoreCase)) return Encryption(error, target);
        return error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("authenticat", StringComparison.OrdinalIgnoreCase)
            ? Refused(error, target)
            : null;
    }

    private static DatabaseSetupException Unreachable(Exception error, ConnectionTarget target) => new(
        DatabaseSetupProblem.Unreachable,
        $"No PostgreSQL answers at {target.Server}. Check that it runs there, that it listens on that address and not only on localhost, "
        + "that no firewall is between, and that Host and Port in the connection string are right.", error);

    private static DatabaseSetupException NoPrimary(Exception error, ConnectionTarget target) => new(
        DatabaseSetupProblem.ReadOnly,
        $"None of {target.Server} is a primary: all are standbys. Promote one of them, or wait until that is done, then try again.", error);

    private static DatabaseSetupException Refused(Exception error, ConnectionTarget target) => new(
        DatabaseSetupProblem.Authentication,
        $"The server at {target.Server} refuses user '{target.User}'. Check Username and Password in the connection string, that the role exists and "
        + $"may log in, and that the server's pg_hba.conf lets it in from here to the database '{target.Database}'.", error);

    private static DatabaseSetupException Encryption(Exception error, ConnectionTarget target) => new(
        DatabaseSetupProblem.Authentication,
        $"An encrypted connection to {target.Server} could not be agreed on. Check SSL Mode and Root Certificate in the connection string against the "
        + "server's certificate and its pg_hba.conf.", error);

    private static bool Has<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T) return true;
            if (exception is AggregateException many && many.InnerExceptions.Any(Has<T>)) return true;
        }

        return false;
    }
}
