namespace ActiveActive.Cli.Doctor;

/// <summary>A silo whose HTTP address is known, and what it has answered.</summary>
/// <param name="Url">The address.</param>
/// <param name="Answer">Its answer; null when it gave none.</param>
/// <param name="Problem">Why it gave none.</param>
/// <param name="ClockOffset">How far its clock is ahead of this machine's, with an error of half the round trip at most.</param>
/// <param name="RoundTrip">How long the answer took.</param>
internal sealed record AskedSilo(Uri Url, SiloAnswer? Answer, string? Problem, TimeSpan ClockOffset, TimeSpan RoundTrip);
