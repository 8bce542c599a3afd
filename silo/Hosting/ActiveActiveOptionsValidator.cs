using System.Net;
using ActiveActive.Client.Configuration;
using ActiveActive.Client.Connection;
using ActiveActive.Database.Encryption;
using ActiveActive.Silo.Health;
using ActiveActive.Silo.Scaling;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Hosting;

/// <summary>Reports everything that is wrong with a silo's options, in one go.</summary>
internal sealed class ActiveActiveOptionsValidator : IValidateOptions<ActiveActiveOptions>
{
    private const int MaxNameLength = 40;

    public ValidateOptionsResult Validate(string? name, ActiveActiveOptions options)
    {
        var errors = new List<string>();
        CheckName(nameof(options.Region), options.Region, errors);
        CheckName(nameof(options.ServiceId), options.ServiceId, errors);
        CheckDatabase(nameof(options.Database), options.Database, errors);
        CheckPort(nameof(options.SiloPort), options.SiloPort, errors);
        CheckPort(nameof(options.GatewayPort), options.GatewayPort, errors);
        if (options.SiloPort != 0 && options.SiloPort == options.GatewayPort)
        {
            errors.Add($"SiloPort and GatewayPort are both {options.SiloPort}; they must differ.");
        }

        if (options.MaxConnections is not 0 and (< 3 or > 1000))
        {
            errors.Add($"MaxConnections is {options.MaxConnections}; it must be 0 (chosen by the server's limit) or 3 to 1000.");
        }

        if (string.IsNullOrWhiteSpace(options.AdvertisedAddress))
        {
            errors.Add("AdvertisedAddress is empty; give the IP address or name that other silos and clients reach this one by.");
        }
        else if (IPAddress.TryParse(options.AdvertisedAddress, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            errors.Add($"AdvertisedAddress is {address}, which nobody can connect to; give this machine's own address.");
        }

        if (options.DrainDelay < TimeSpan.Zero || options.DrainDelay > TimeSpan.FromMinutes(1))
        {
            errors.Add($"DrainDelay is {options.DrainDelay}; it must be from 0 to 1 minute.");
        }

        if (options.ShutdownTimeout < TimeSpan.FromSeconds(1) || options.ShutdownTimeout > TimeSpan.FromMinutes(10))
        {
            errors.Add($"ShutdownTimeout is {options.ShutdownTimeout}; it must be from 1 second to 10 minutes.");
        }
        else if (options.DrainDelay >= options.ShutdownTimeout)
        {
            errors.Add($"DrainDelay is {options.DrainDelay}, ShutdownTimeout {options.ShutdownTimeout}; the drain must leave time for the stop.");
        }
        else if (options.DrainDelay + (options.Moves.StopTimeout ?? TimeSpan.Zero) >= options.ShutdownTimeout)
        {
            errors.Add($"DrainDelay is {options.DrainDelay}, Moves.StopTimeout {options.Moves.StopTimeout}, ShutdownTimeout {options.ShutdownTimeout}; draining and moving together must leave time for the stop.");
        }

        errors.AddRange(options.Tls.Errors());
        CheckPort("Console.Port", options.Console.Port, errors);
        CheckMoves(options.Moves, errors);
        CheckStorage(options.Storage, errors);
        CheckReplication(options, errors);
        CheckTelemetry(options.Telemetry, errors);
        if (options.Encryption.Enabled)
        {
            CheckEncryption(options, errors);
        }

        errors.AddRange(HealthOptionsRules.Errors(options.Health));
        errors.AddRange(ScalingOptionsRules.Errors(options.Scaling));
        errors.AddRange(CallOptionsRules.Errors(options.Calls).Select(static error => $"Calls.{error}"));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Select(error => $"{ActiveActiveOptions.Section}: {error}"));
    }

    private static void CheckMoves(MoveOptions moves, List<string> errors)
    {
        if (moves.StopTimeout < TimeSpan.Zero)
        {
            errors.Add($"Moves.StopTimeout is {moves.StopTimeout}; it must be 0 (grains are not moved) or more.");
        }

        if (moves.ForwardTime < TimeSpan.Zero || moves.ForwardTime > TimeSpan.FromMinutes(1))
        {
            errors.Add($"Moves.ForwardTime is {moves.ForwardTime}; it must be from 0 to 1 minute.");
        }

        if (moves.AtOnce is < 1 or > 1_000)
        {
            errors.Add($"Moves.AtOnce is {moves.AtOnce}; it must be 1 to 1000.");
        }

        if (moves.BalancePeriod < TimeSpan.FromMilliseconds(500) || moves.BalancePeriod > TimeSpan.FromHours(1))
        {
            errors.Add($"Moves.BalancePeriod is {moves.BalancePeriod}; it must be from 500 milliseconds to 1 hour.");
        }

        if (moves.BalanceTolerance is not (>= 0.01 and <= 1))
        {
            errors.Add($"Moves.BalanceTolerance is {moves.BalanceTolerance}; it must be 0.01 to 1.");
        }

        if (moves.BalanceUtilization is not (>= 0.05 and <= 1))
        {
            errors.Add($"Moves.BalanceUtilization is {moves.BalanceUtilization}; it must be 0.05 to 1.");
        }

        if (moves.MostPerPeriod is < 1 or > 1_000_000)
        {
            errors.Add($"Moves.MostPerPeriod is {moves.MostPerPeriod}; it must be 1 to 1000000.");
        }
    }

    private static void CheckTelemetry(TelemetryOptions telemetry, List<string> errors)
    {
        if (telemetry.Otlp is { } otlp && !(Uri.TryCreate(otlp, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)))
        {
            errors.Add($"Telemetry.Otlp is '{otlp}'; give the endpoint of a collector, such as http://127.0.0.1:4317, or nothing.");
        }

        if (telemetry.OtlpPeriod < TimeSpan.FromSeconds(1) || telemetry.OtlpPeriod > TimeSpan.FromMinutes(10))
        {
            errors.Add($"Telemetry.OtlpPeriod is {telemetry.OtlpPeriod}; it must be from 1 second to 10 minutes.");
        }

        if (telemetry.SampleRatio is not (>= 0 and <= 1))
        {
            errors.Add($"Telemetry.SampleRatio is {telemetry.SampleRatio}; it must be 0 to 1.");
        }
    }

    private static void CheckStorage(StorageOptions storage, List<string> errors)
    {
        if (!Enum.IsDefined(storage.Provider))
        {
            errors.Add($"Storage.Provider is {storage.Provider}; it must be {string.Join(" or ", Enum.GetNames<StorageProvider>())}.");
        }

        for (var number = 0; number < storage.Shards.Count; number++)
        {
            CheckDatabase($"Storage.Shards[{number}]", storage.Shards[number], errors);
        }

        if (storage.Shards.Distinct().Count() < storage.Shards.Count)
        {
            errors.Add("Storage.Shards names a database twice.");
        }

        Check(nameof(storage.FlushConnections), storage.FlushConnections, 1, 16);
        Check(nameof(storage.ReadConnections), storage.ReadConnections, 1, 64);
        Check(nameof(storage.MaxFlushWrites), storage.MaxFlushWrites, 1, 10_000);
        Check(nameof(storage.MaxFlushBytes), storage.MaxFlushBytes, 64 << 10, 256 << 20);
        Check(nameof(storage.MaxQueuedWrites), storage.MaxQueuedWrites, 1, int.MaxValue);
        Check(nameof(storage.MaxQueuedBytes), storage.MaxQueuedBytes, 1 << 20, long.MaxValue);

        void Check(string option, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                errors.Add($"Storage.{option} is {value}; it must be {least} to {most}.");
            }
        }
    }

    private static void CheckReplication(ActiveActiveOptions options, List<string> errors)
    {
        var replication = options.Replication;
        string?[] files = [replication.Certificate, replication.CertificateKey, replication.Authority];
        if (files.Any(static file => file is null) && files.Any(static file => file is not null))
        {
            errors.Add("Of Replication.Certificate, CertificateKey and Authority some are given and some are not. Give all three, or none for links that are not encrypted.");
        }

        var scheme = replication.Certificate is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        foreach (var (peer, addresses) in replication.Peers)
        {
            CheckName($"Replication.Peers (the name '{peer}')", peer, errors);
            if (peer == options.Region)
            {
                errors.Add($"Replication.Peers names {peer}, which is this region. Name the others only.");
            }

            if (addresses.Count == 0)
            {
                errors.Add($"Replication.Peers.{peer} has no address. Give those of its silos' replication endpoints, such as https://10.1.0.4:7000.");
            }

            errors.AddRange(addresses
                .Where(address => !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != scheme)
                .Select(address => $"Replication.Peers.{peer} has the address '{address}'; give one such as {scheme}://10.1.0.4:7000: with Replication.Certificate https, without http."));
        }

        CheckPort("Replication.Port", replication.Port, errors);
        if (!IPAddress.TryParse(replication.ListenAddress, out _))
        {
            errors.Add($"Replication.ListenAddress is '{replication.ListenAddress}'; it must be an IP address, such as 0.0.0.0 for all of this machine's.");
        }

        if (replication.MaxClockDrift < TimeSpan.FromMilliseconds(100) || replication.MaxClockDrift > TimeSpan.FromHours(1))
        {
            errors.Add($"Replication.MaxClockDrift is {replication.MaxClockDrift}; it must be from 100 milliseconds to 1 hour.");
        }

        if (replication.MarkPeriod < TimeSpan.FromMilliseconds(50) || replication.MarkPeriod > TimeSpan.FromMinutes(1))
        {
            errors.Add($"Replication.MarkPeriod is {replication.MarkPeriod}; it must be from 50 milliseconds to 1 minute.");
        }

        if (replication.Heartbeat != TimeSpan.Zero && (replication.Heartbeat < TimeSpan.FromMilliseconds(100) || replication.Heartbeat > TimeSpan.FromMinutes(1)))
        {
            errors.Add($"Replication.Heartbeat is {replication.Heartbeat}; it must be 0 (none) or from 100 milliseconds to 1 minute.");
        }

        if (replication.KeepLogFor < TimeSpan.Zero || replication.KeepLogFor > TimeSpan.FromDays(366))
        {
            errors.Add($"Replication.KeepLogFor is {replication.KeepLogFor}; it must be from 0 to 366 days.");
        }

        if (replication.MajorityTimeout < TimeSpan.FromMilliseconds(100) || replication.MajorityTimeout > TimeSpan.FromMinutes(10))
        {
            errors.Add($"Replication.MajorityTimeout is {replication.MajorityTimeout}; it must be from 100 milliseconds to 10 minutes.");
        }

        if (replication.SessionWait < TimeSpan.Zero || replication.SessionWait > TimeSpan.FromMinutes(1))
        {
            errors.Add($"Replication.SessionWait is {replication.SessionWait}; it must be from 0 to 1 minute.");
        }

        if (replication.ScanRate is < 100 or > 10_000_000)
        {
            errors.Add($"Replication.ScanRate is {replication.ScanRate}; it must be from 100 to 10,000,000 rows a second.");
        }

        if (replication.CompareWithin < TimeSpan.FromSeconds(1) || replication.CompareWithin > TimeSpan.FromHours(1))
        {
            errors.Add($"Replication.CompareWithin is {replication.CompareWithin}; it must be from 1 second to 1 hour.");
        }

        errors.AddRange(replication.KeepConflictsOf.Select(static of => ($"KeepConflictsOf.{of.Key}", of.Value)).Prepend(("KeepConflicts", replication.KeepConflicts))
            .Where(static keep => keep.Item2 is < 0 or > 10_000_000)
            .Select(static keep => $"Replication.{keep.Item1} is {keep.Item2}; it must be from 0 to 10,000,000."));

        CheckResidency(options, errors);
    }

    private static void CheckResidency(ActiveActiveOptions options, List<string> errors)
    {
        string[] regions = [options.Region, .. options.Replication.Peers.Keys];
        if (options.Replication.IsEnabled && regions.Contains(ResidencyPolicy.Everywhere))
        {
            errors.Add($"A region is named '{ResidencyPolicy.Everywhere}', which stands for all of them where there are several. Give it another name.");
        }

        foreach (var (jurisdiction, of) in options.Replication.Residency)
        {
            CheckName($"Replication.Residency (the jurisdiction '{jurisdiction}')", jurisdiction, errors);
            if (of.Count == 0 || of.Any(region => !regions.Contains(region)))
            {
                errors.Add($"Replication.Residency.{jurisdiction} is [{string.Join(", ", of)}]; it must be one or more of the regions {string.Join(", ", regions)}.");
            }

            if (regions.Contains(jurisdiction) && !of.SequenceEqual([jurisdiction]))
            {
                errors.Add($"Replication.Residency.{jurisdiction} bears the name of a region, and so is what that region alone may hold. Give the jurisdiction another name.");
            }
        }
    }

    private static void CheckEncryption(ActiveActiveOptions options, List<string> errors)
    {
        var encryption = options.Encryption;
        if (options.Storage.Shards.Count > 0)
        {
            errors.Add("Encryption.Enabled is true and Storage.Shards are given. The two do not work together yet: leave one of them out.");
        }

        if (options.Storage.Provider == StorageProvider.AdoNet)
        {
            errors.Add("Encryption.Enabled is true and Storage.Provider is AdoNet, which would keep IPersistentState unencrypted. Use GroupCommit (see aactl db import-adonet), or turn encryption off.");
        }

        switch (encryption)
        {
            case { HasOwnKeyRing: true, KeyFile: null, Keys.Count: 0 }:
                break;
            case { HasOwnKeyRing: true } or { KeyFile: not null, Keys.Count: > 0 }:
                errors.Add("Encryption: keys come from one place, from KeyFile, from Keys or from a key ring of the application's own; give one of them.");
                break;
            case { KeyFile: null, Keys.Count: 0 }:
                errors.Add("Encryption.Enabled is true, and there are no keys. Give a KeyFile (`aactl keys new` makes one), or Keys with their Primary.");
                break;
            case { KeyFile: { } file }:
                CheckKeyFile(file, encryption.Primary, errors);
                break;
            default:
                errors.AddRange(KeyFile.Errors(encryption.Primary, encryption.Keys.AsReadOnly()).Select(static error => $"Encryption.Keys: {error}."));
                break;
        }
    }

    private static void CheckKeyFile(string file, string? primary, List<string> errors)
    {
        if (primary is not null)
        {
            errors.Add($"Encryption.Primary is '{primary}', but the key file names its own primary key. Leave it out, or change the file by `aactl keys use`.");
        }

        try
        {
            KeyFile.Read(file);
        }
        catch (KeyFileException error)
        {
            errors.Add($"Encryption.KeyFile: {error.Message}");
        }
    }

    private static void CheckName(string option, string value, List<string> errors)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxNameLength || !value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            errors.Add($"{option} is '{value}'; it must be 1 to {MaxNameLength} letters, digits or '-'.");
        }
    }

    private static void CheckPort(string option, int value, List<string> errors)
    {
        if (value is < 0 or > 65535)
        {
            errors.Add($"{option} is {value}; it must be 1 to 65535, or 0 for a free one.");
        }
    }

    private static void CheckDatabase(string option, string value, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            errors.Add($"{option} is missing; give a PostgreSQL connection string such as 'Host=db;Database=activeactive;Username=app;Password=...' (setting ActiveActive:Database, or environment variable ActiveActive__Database).");
            return;
        }

        try
        {
            if (PrimaryDataSource.Wrong(new NpgsqlConnectionStringBuilder(value)) is { } wrong)
            {
                errors.Add($"{option} {wrong}");
            }
        }
        catch (ArgumentException error)
        {
            // The message names the faulty key; it never repeats the password.
            errors.Add($"{option} is not a connection string that Npgsql can read: {error.Message}");
        }
    }
}
