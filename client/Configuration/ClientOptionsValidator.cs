using ActiveActive.Client.Connection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Client.Configuration;

/// <summary>Finds all errors of the options at once. Its messages name settings and never repeat a connection string.</summary>
internal sealed class ClientOptionsValidator : IValidateOptions<ActiveActiveClientOptions>
{
    private const string NoConnectionString = "is not an Npgsql connection string. Example: Host=db.example;Database=activeactive;Username=client.";
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan ShortestPing = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPing = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestBalancing = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBalancing = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, ActiveActiveClientOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.Region))
        {
            errors.Add("Region is empty. Set it to the region name of the silos (default: local).");
        }

        if (string.IsNullOrWhiteSpace(options.ServiceId))
        {
            errors.Add("ServiceId is empty. Set it to the service id of the silos (default: activeactive).");
        }

        CheckDatabase(options, errors);
        if (options.GatewayRefresh < ShortestRefresh || options.GatewayRefresh > LongestRefresh)
        {
            errors.Add($"GatewayRefresh is {options.GatewayRefresh}; it must be from {ShortestRefresh} to {LongestRefresh}.");
        }

        if (options.ConnectTimeout <= TimeSpan.Zero && options.ConnectTimeout != Timeout.InfiniteTimeSpan)
        {
            errors.Add($"ConnectTimeout is {options.ConnectTimeout}; it must be above zero, or -00:00:00.0010000 for infinite.");
        }

        CheckPeriod(nameof(options.GatewayPing), options.GatewayPing, ShortestPing, LongestPing, errors);
        CheckPeriod(nameof(options.GatewayBalancing), options.GatewayBalancing, ShortestBalancing, LongestBalancing, errors);
        if (options.GatewaySilence < ShortestSilence || options.GatewaySilence > LongestSilence)
        {
            errors.Add($"GatewaySilence is {options.GatewaySilence}; it must be from {ShortestSilence} to {LongestSilence}.");
        }

        errors.AddRange(options.Tls.Errors());
        errors.AddRange(CallOptionsRules.Errors(options.Calls).Select(static error => $"Calls.{error}"));
        return errors.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.Select(static error => $"{ActiveActiveClientOptions.Section}: {error}"));
    }

    private static void CheckPeriod(string option, TimeSpan value, TimeSpan low, TimeSpan high, List<string> errors)
    {
        if ((value < low || value > high) && value != Timeout.InfiniteTimeSpan)
        {
            errors.Add($"{option} is {value}; it must be from {low} to {high}, or -00:00:00.0010000 for never.");
        }
    }

    private static void CheckDatabase(ActiveActiveClientOptions options, List<string> errors)
    {
        var hasText = !string.IsNullOrWhiteSpace(options.Database);
        if (hasText == options.DataSource is not null)
        {
            errors.Add(hasText
                ? "Database and DataSource are both set. Set one of them."
                : "Database is not set. Set it to the Npgsql connection string of the region's database, or set DataSource in code.");
        }

        if (hasText && Wrong(options.Database!) is { } wrong)
        {
            errors.Add($"Database {wrong}");
        }
    }

    private static string? Wrong(string text)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            return settings.Host is { Length: > 0 } ? PrimaryDataSource.Wrong(settings) : NoConnectionString;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return NoConnectionString;
        }
    }
}
