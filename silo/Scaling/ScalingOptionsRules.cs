namespace ActiveActive.Silo.Scaling;

/// <summary>What is wrong with <see cref="ScalingOptions"/>.</summary>
internal static class ScalingOptionsRules
{
    public static IEnumerable<string> Errors(ScalingOptions options)
    {
        var errors = new List<string>();
        Within(nameof(options.Maximum), options.Maximum, 1, 1_000);
        Within(nameof(options.Minimum), options.Minimum, 1, Math.Max(1, options.Maximum));
        Within(nameof(options.TargetUtilization), options.TargetUtilization, 0.05, 0.95);
        Within(nameof(options.Slo), options.Slo, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Within(nameof(options.SloFraction), options.SloFraction, 0.5, 0.9999);
        Within(nameof(options.Tolerance), options.Tolerance, 0, 0.5);
        Within(nameof(options.Period), options.Period, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Within(nameof(options.ScaleOutAfter), options.ScaleOutAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        Within(nameof(options.ScaleInAfter), options.ScaleInAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        return errors;

        void Within<T>(string option, T value, T least, T most)
            where T : IComparable<T>
        {
            // Not a number is less than all others.
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"Scaling.{option} is {value}; it must be from {least} to {most}.");
            }
        }
    }
}
