namespace ActiveActive.Cli.Doctor;

/// <summary>What a silo answers at <c>/health</c>, as far as it is needed here.</summary>
/// <param name="Region">The region.</param>
/// <param name="Silo">The silo's name.</param>
/// <param name="Version">The version of ActiveActive that it runs.</param>
/// <param name="Schema">The newest migration that it knows.</param>
/// <param name="Now">The clock of its machine.</param>
/// <param name="MaxConnections">How many database connections it may take.</param>
/// <param name="IsReady">Whether new callers are welcome.</param>
/// <param name="NotReady">Why they are not.</param>
/// <param name="Checks">Its named checks.</param>
/// <param name="Off">Those that are turned off.</param>
internal sealed record SiloAnswer(
    string Region, string Silo, string Version, int Schema, DateTimeOffset Now, int MaxConnections, bool IsReady, string? NotReady, IReadOnlyList<SiloAnswer.Check> Checks, IReadOnlyList<string> Off)
{
    /// <summary>A named check; status is <c>ok</c>, <c>failing</c> or <c>unknown</c>, severity <c>warning</c> or <c>critical</c>.</summary>
    internal sealed record Check(string Name, string Status, string Severity, string Says, string? Advice);
}
