using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Requests.Sends;

/// <summary>What came of a delivery, to be written to the send's row.</summary>
/// <param name="Row">The send.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Attempt">Of a delivery that is to be tried again: which attempt it was, from 1.</param>
/// <param name="Pause">How long to wait for the next attempt, from when this is written.</param>
/// <param name="Error">Why it was not delivered.</param>
internal readonly record struct SendNote(SendRow Row, SendOutcome Outcome, int Attempt = 0, TimeSpan Pause = default, string Error = "");
