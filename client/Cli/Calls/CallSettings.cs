using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary>Options common to all calls.</summary>
internal sealed class CallSettings
{
    private const double LongestTimeout = 600;

    public CallSettings(Command command)
    {
        Region = new RegionChoice(command, recursive: true);
        IdempotencyKey = new Option<string?>("--idempotency-key")
        {
            Description = "Request id (a UUID version 7) of an earlier call that is to be repeated, or of this one: it is applied once",
            HelpName = "uuid",
            Recursive = true,
        };
        IdempotencyKey.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !RequestId.TryParse(token.Value, out _))
            {
                result.AddError($"--idempotency-key '{token.Value}' is not a UUID version 7, such as {RequestId.New(DateTimeOffset.UtcNow)}.");
            }
        });
        Timeout = new Option<double>("--timeout")
        {
            Description = "Seconds after which to give up, retries included",
            HelpName = "seconds",
            Recursive = true,
            DefaultValueFactory = static _ => 30,
        };
        Timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var seconds) && !(seconds is >= 0.1 and <= LongestTimeout))
            {
                result.AddError($"--timeout is {token.Value}; it must be from 0.1 to {LongestTimeout}.");
            }
        });
        command.Add(IdempotencyKey);
        command.Add(Timeout);
    }

    public RegionChoice Region { get; }

    public Option<string?> IdempotencyKey { get; }

    public Option<double> Timeout { get; }
}
