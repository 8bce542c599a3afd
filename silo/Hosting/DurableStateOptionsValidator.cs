using ActiveActive.State;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Hosting;

/// <summary>Reports everything that is wrong with the limits and times of durable state.</summary>
internal sealed class DurableStateOptionsValidator : IValidateOptions<DurableStateOptions>
{
    public const string Section = ActiveActiveOptions.Section + ":DurableState";

    // As far as partitions for effects are made ahead, at least.
    private static readonly TimeSpan MostTolerance = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, DurableStateOptions options)
    {
        var errors = new List<string>();
        AtLeast(nameof(options.EffectRetention), options.EffectRetention, TimeSpan.FromMinutes(1));
        AtLeast(nameof(options.FutureTolerance), options.FutureTolerance, TimeSpan.FromMilliseconds(1));
        AtLeast(nameof(options.CommitTimeout), options.CommitTimeout, TimeSpan.FromMilliseconds(1));
        AtLeast(nameof(options.MaxStateBytes), options.MaxStateBytes, 1024);
        AtLeast(nameof(options.MaxReplyBytes), options.MaxReplyBytes, 256);
        AtLeast(nameof(options.MaxWaiting), options.MaxWaiting, 1);
        AtLeast(nameof(options.MaxBatch), options.MaxBatch, 1);
        if (options.FutureTolerance > MostTolerance)
        {
            errors.Add($"{Section}:FutureTolerance is {options.FutureTolerance}; it must be at most {MostTolerance}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void AtLeast<T>(string option, T value, T least)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0)
            {
                errors.Add($"{Section}:{option} is {value}; it must be at least {least}.");
            }
        }
    }
}
