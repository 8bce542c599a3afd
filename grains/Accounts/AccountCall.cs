namespace ActiveActive.Accounts;

/// <summary>The call that changes an account, as its entry will name it.</summary>
/// <param name="RequestId">The call's id.</param>
/// <param name="At">When it was made.</param>
internal readonly record struct AccountCall(Guid RequestId, DateTimeOffset At);
