namespace ActiveActive.Silo.Console.Measuring;

/// <summary>Four digits are enough for people, and short in JSON.</summary>
internal static class Rounded
{
    /// <summary>The number with four digits; null for null and for what is no number.</summary>
    public static double? To(double? value) => value is { } number && double.IsFinite(number) ? To(number) : null;

    /// <summary>The number with four digits.</summary>
    public static double To(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return 0;
        }

        var digits = 3 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits >= 0 ? Math.Round(value, Math.Min(digits, 15)) : Math.Round(value);
    }
}
