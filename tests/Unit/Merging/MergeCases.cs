using System.Globalization;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>With how many generated cases each merging test is run: <c>AA_MERGE_CASES</c>, or 500.</summary>
internal static class MergeCases
{
    public static long Count { get; } = long.Parse(Environment.GetEnvironmentVariable("AA_MERGE_CASES") ?? "500", CultureInfo.InvariantCulture);
}
