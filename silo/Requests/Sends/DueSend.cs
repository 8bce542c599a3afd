using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Requests.Sends;

/// <summary>A send to deliver now.</summary>
/// <param name="Row">The send.</param>
/// <param name="IsAsStored">Whether the calls in it are as they are stored, and so perhaps sealed.</param>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="TakenAt">The database's time at which the row was known to be ours; what the attempt may do is bounded from here.</param>
internal readonly record struct DueSend(SendRow Row, bool IsAsStored, int Attempt, DateTimeOffset TakenAt);
