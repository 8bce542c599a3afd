namespace ActiveActive.Silo.Http.Problems;

/// <summary>An error as an HTTP answer, before it is written.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A short stable name, for programs.</param>
/// <param name="Detail">What happened and what to do, for people.</param>
/// <param name="Advice">What the caller should do, for programs.</param>
/// <param name="RetryAfterSeconds">When to try again; null when that is not the advice.</param>
internal sealed record Problem(int Status, string Code, string Detail, Advice Advice, int? RetryAfterSeconds = null)
{
    /// <summary>The code as a phrase: <c>insufficient-funds</c> is "Insufficient funds".</summary>
    public string Title => char.ToUpperInvariant(Code[0]) + Code[1..].Replace('-', ' ');

    public string Type => $"/problems/{Code}";
}
