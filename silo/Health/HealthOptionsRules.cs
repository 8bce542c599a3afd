namespace ActiveActive.Silo.Health;

/// <summary>What is wrong with <see cref="HealthOptions"/>.</summary>
internal static class HealthOptionsRules
{
    public static IEnumerable<string> Errors(HealthOptions options)
    {
        var errors = new List<string>();
        foreach (var name in options.Off.Concat(options.Severity.Keys).Except(CheckNames.All))
        {
            errors.Add($"Off or Severity names a check '{name}', which there is not. The checks are {string.Join(", ", CheckNames.All)}.");
        }

        errors.AddRange(options.Severity.Where(static one => !Enum.IsDefined(one.Value)).Select(static one => $"Severity.{one.Key} is {one.Value}; it must be {string.Join(" or ", Enum.GetNames<HealthSeverity>())}."));
        Within(nameof(options.Period), options.Period, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Within(nameof(options.SlowPeriod), options.SlowPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Within(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Fraction(nameof(options.Memory), options.Memory);
        Within(nameof(options.ThreadPoolWait), options.ThreadPoolWait, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Fraction(nameof(options.FlushQueue), options.FlushQueue);
        Fraction(nameof(options.DatabaseConnections), options.DatabaseConnections);
        Within(nameof(options.DatabaseSizeLimit), options.DatabaseSizeLimit, 0, long.MaxValue);
        Fraction(nameof(options.DatabaseSize), options.DatabaseSize);
        Within(nameof(options.LogSizeLimit), options.LogSizeLimit, 1L << 20, long.MaxValue);
        Within(nameof(options.ClockOffset), options.ClockOffset, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Within(nameof(options.CertificateLeft), options.CertificateLeft, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1_000));
        Within(nameof(options.KeyAge), options.KeyAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(10_000));
        Within(nameof(options.BackupAge), options.BackupAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1_000));
        Within(nameof(options.ResidencyAuditPeriod), options.ResidencyAuditPeriod, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1_000));
        return errors.Select(static error => $"Health.{error}");

        void Fraction(string option, double value)
        {
            if (value is not (> 0 and <= 1))
            {
                errors.Add($"{option} is {value}; it must be above 0 and at most 1.");
            }
        }

        void Within<T>(string option, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"{option} is {value}; it must be from {least} to {most}.");
            }
        }
    }
}
