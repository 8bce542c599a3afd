using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.TestKit.Histories;

/// <summary>Makes recorded operations; times are seconds.</summary>
internal static class Say
{
    public static RecordedOperation Write(string value, double start, double end, Outcome outcome = Outcome.Ok, long? version = null) => Operation(true, value, start, end, outcome, version);

    public static RecordedOperation Read(string? value, double start, double end, long? version = null) => Operation(false, value, start, end, Outcome.Ok, version);

    private static RecordedOperation Operation(bool isWrite, string? value, double start, double end, Outcome outcome, long? version) => new()
    {
        Id = Guid.NewGuid(),
        Subject = "x",
        IsWrite = isWrite,
        Value = value,
        Version = version,
        Start = TimeSpan.FromSeconds(start),
        End = TimeSpan.FromSeconds(end),
        Outcome = outcome,
        Attempts = 1,
    };
}
