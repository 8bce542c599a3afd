namespace ActiveActive;

/// <summary>
/// A final answer of the application that is not success: the rule that was asked forbids it (insufficient funds, wrong ETag, already open).
/// Thrown inside <c>Update</c>, it leaves the state as it was.
/// </summary>
[GenerateSerializer, Alias("aa.RefusedException")]
public sealed class RefusedException : ActiveActiveException
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="code">A short stable name in lower case with hyphens, for programs: <c>insufficient-funds</c>.</param>
    /// <param name="message">The same for people, with what to do.</param>
    /// <param name="advice">What the caller should do; by default, accept it.</param>
    public RefusedException(string code, string message, Advice advice = Advice.GiveUp)
        : base(advice, message) => Code = code;

    /// <summary>A short stable name, for programs.</summary>
    [Id(0)]
    public string Code { get; }

    /// <summary>
    /// Whether the refusal is recorded, so that every other attempt of the same call gets it too. So it is for keyed calls and sends, when it was decided
    /// inside an update.
    /// </summary>
    [Id(1)]
    public bool IsRecorded { get; internal set; }
}
