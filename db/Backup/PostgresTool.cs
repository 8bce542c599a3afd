using System.Globalization;
using ActiveActive.Database.Embedded;
using Npgsql;

namespace ActiveActive.Database.Backup;

/// <summary>PostgreSQL's own client programs, run against a database that a connection string names. The password goes by the environment, not by the command line.</summary>
internal static class PostgresTool
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="BackupException">It is not there, or it failed.</exception>
    public static async Task RunAsync(string name, string connectionString, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var program = await FindAsync(name, cancellation);
        var result = await ChildProcess.RunAsync(program, arguments, ServerUser.Ourselves, Environment.CurrentDirectory, cancellation, environment => Address(connectionString, environment));
        if (result.ExitCode != 0)
        {
            throw new BackupException($"{name} ended with exit code {result.ExitCode}: {result.Output}");
        }
    }

    private static async Task<string> FindAsync(string name, CancellationToken cancellation)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        try
        {
            var installations = await new PostgresBinariesFinder(null).FindAllAsync(cancellation);
            return Path.Combine(installations[0].Folder, name);
        }
        catch (PostgresBinariesNotFoundException error)
        {
            throw new BackupException($"The program {name} was not found. Install PostgreSQL's client programs (`apt-get install postgresql-client` on Debian and Ubuntu), of the server's version or newer.", error);
        }
    }

    /// <summary>libpq's variables for what Npgsql's connection string says.</summary>
    private static void Address(string connectionString, IDictionary<string, string?> environment)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var hosts = (parts.Host ?? "localhost").Split(',', StringSplitOptions.TrimEntries);
        var port = parts.Port.ToString(CultureInfo.InvariantCulture);
        environment["PGHOST"] = string.Join(',', hosts.Select(static host => host.Split(':')[0]));
        environment["PGPORT"] = string.Join(',', hosts.Select(host => host.Split(':') is [_, var own] ? own : port));
        environment["PGDATABASE"] = parts.Database ?? parts.Username;
        environment["PGUSER"] = parts.Username ?? Environment.UserName;
        environment["PGPASSWORD"] = parts.Password;
        environment["PGSSLMODE"] = parts.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() };
        environment["PGSSLROOTCERT"] = parts.RootCertificate;
        environment["PGTARGETSESSIONATTRS"] = hosts.Length > 1 ? "read-write" : null;
        environment["PGAPPNAME"] = "aactl";
    }
}
