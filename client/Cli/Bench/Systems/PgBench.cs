using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Output;
using Npgsql;

namespace ActiveActive.Cli.Bench.Systems;

/// <summary>
/// PostgreSQL's own <c>pgbench</c>: one prepared UPDATE of one row by its primary key per transaction. It says what the server does with one transaction per write, with nothing before it.
/// </summary>
internal sealed partial class PgBench
{
    /// <summary>More callers in flight than this share as many connections: more of them would only be in each other's way.</summary>
    public const int MostConnections = 64;

    private const int MostThreads = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _program;
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly string _script;

    private PgBench(string program, NpgsqlConnectionStringBuilder database, string script)
    {
        _program = program;
        _database = database;
        _script = script;
    }

    /// <summary>Makes and fills its table.</summary>
    /// <param name="server">The server; its programs are the ones used.</param>
    /// <param name="name">The database.</param>
    /// <param name="connection">Its connection string for what is measured.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="payload">Bytes of each.</param>
    /// <param name="folder">Where its script goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">It is not installed.</exception>
    public static async Task<PgBench> Create(BenchServer server, string name, string connection, int rows, int payload, string folder, CancellationToken cancellation)
    {
        var program = Path.Combine(server.BinariesFolder, "pgbench");
        if (!File.Exists(program))
        {
            throw new CliException($"There is no pgbench beside PostgreSQL's server programs ({program}). Install it (Fedora and Red Hat: postgresql-contrib), or leave it out: --compare stock,akka,raw.");
        }

        // As activeactive.state has it: a fifth of each page is free, so that most updates stay on theirs.
        await server.Execute(
            name,
            string.Create(CultureInfo.InvariantCulture, $"""
            create table bench_row (id integer primary key, version bigint not null, payload bytea not null) with (fillfactor = 80);
            insert into bench_row select id, 1, decode(repeat('5a', {payload}), 'hex') from generate_series(1, {rows}) as id;
            """),
            cancellation);
        await server.Execute(name, "vacuum analyze bench_row", cancellation);
        Directory.CreateDirectory(folder);
        var script = Path.Combine(folder, "update.sql");
        await File.WriteAllTextAsync(
            script,
            string.Create(CultureInfo.InvariantCulture, $"\\set id random(1, {rows})\nupdate bench_row set version = version + 1, payload = decode(:payload, 'hex') where id = :id;\n"),
            cancellation);
        return new PgBench(program, new NpgsqlConnectionStringBuilder(connection), script);
    }

    public async Task<BenchResult> Carry(BenchOrder order, CancellationToken cancellation)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(order.Seconds));
        var connections = Math.Min(order.InFlight, MostConnections);
        var start = new ProcessStartInfo(_program) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--no-vacuum", "--protocol=prepared", $"--client={connections}", $"--jobs={Math.Min(connections, MostThreads)}", $"--time={seconds}", $"--file={_script}",
            $"--define=payload={Convert.ToHexString(RandomNumberGenerator.GetBytes(order.Payload))}",
            "-h", _database.Host!, "-p", _database.Port.ToString(CultureInfo.InvariantCulture), "-U", _database.Username!, _database.Database!,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGPASSWORD"] = _database.Password;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(seconds) + Patience, cancellation);
            return process.ExitCode == 0
                ? Read(await output, seconds)
                : throw new CliException($"pgbench failed (exit code {process.ExitCode}): {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>The result out of what pgbench prints. It tells a mean latency only.</summary>
    public static BenchResult Read(string output, int seconds)
    {
        var calls = Number(Transactions(), output);
        var mean = Number(AverageLatency(), output);
        var rate = Number(Rate(), output);
        return new BenchResult
        {
            Calls = (long)calls,

            // By its own rate, which leaves out the time until all connections stood.
            Seconds = rate > 0 ? calls / rate : seconds,
            Errors = Failed().IsMatch(output) ? (long)Number(Failed(), output) : 0,
            Latency = Latency.None with { Mean = mean },
        };
    }

    private static double Number(Regex pattern, string output) => pattern.Match(output) is { Success: true } match
        ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : throw new CliException($"pgbench printed something else than expected (looked for '{pattern}'): {output.Trim()}");

    [GeneratedRegex(@"number of transactions actually processed: (\d+)")]
    private static partial Regex Transactions();

    [GeneratedRegex(@"latency average = ([\d.]+) ms")]
    private static partial Regex AverageLatency();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"number of failed transactions: (\d+)")]
    private static partial Regex Failed();
}
