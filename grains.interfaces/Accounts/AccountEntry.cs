namespace ActiveActive;

/// <summary>One change of an account.</summary>
/// <param name="Number">Counts the account's entries from 1, without a gap.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">By how much, above zero (zero for <see cref="AccountEntryKind.Opened"/>).</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="RequestId">The call that made it.</param>
/// <param name="At">When, by the id of the call: milliseconds on the database's clock.</param>
/// <param name="OtherAccount">The other side of a transfer.</param>
/// <param name="Reference">The caller's own note.</param>
[GenerateSerializer, Immutable, Alias("aa.AccountEntry")]
public sealed record AccountEntry(
    [property: Id(0)] long Number,
    [property: Id(1)] AccountEntryKind Kind,
    [property: Id(2)] long Amount,
    [property: Id(3)] long Balance,
    [property: Id(4)] Guid RequestId,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6)] string? OtherAccount = null,
    [property: Id(7)] string? Reference = null)
{
    /// <summary>The longest <see cref="Reference"/>, in UTF-16 characters.</summary>
    public const int MaxReferenceLength = 200;
}
