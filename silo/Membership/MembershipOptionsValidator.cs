using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Membership;

/// <summary>Reports everything that is wrong with <see cref="MembershipOptions"/>.</summary>
internal sealed class MembershipOptionsValidator : IValidateOptions<MembershipOptions>
{
    public ValidateOptionsResult Validate(string? name, MembershipOptions options)
    {
        var errors = new List<string>();
        Within(nameof(options.ProbeTimeout), options.ProbeTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Within(nameof(options.MinProbeTimeout), options.MinProbeTimeout, TimeSpan.FromMilliseconds(50), options.ProbeTimeout);
        Within(nameof(options.MaxProbeTimeout), options.MaxProbeTimeout, options.ProbeTimeout, TimeSpan.FromMinutes(5));
        Within(nameof(options.MissedProbes), options.MissedProbes, 2, 20);
        Within(nameof(options.TableRefresh), options.TableRefresh, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Within(nameof(options.AlivePeriod), options.AlivePeriod, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Within(nameof(options.FenceWait), options.FenceWait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (options.ClientAckTimeout != Timeout.InfiniteTimeSpan)
        {
            Within(nameof(options.ClientAckTimeout), options.ClientAckTimeout, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1));
        }

        if (errors.Count == 0)
        {
            Within(nameof(options.FenceAfter), options.FenceAfter, TimeSpan.FromMilliseconds(200), Least(options.MaxProbeTimeout * options.MissedProbes * 2 / 3, options.MinProbeTimeout * (options.MissedProbes - 1)));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

        void Within<T>(string option, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"{MembershipOptions.Section}:{option} is {value}; it must be from {least} to {most}.");
            }
        }
    }
}
