using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Requests.Sends;

/// <summary>A send to deliver now.</summary>
/// <param name="Row">The send.</param>
/// <param name="Attempt">Counted from 1.</param>
internal readonly record struct DueSend(SendRow Row, int Attempt);
