namespace ActiveActive.Silo.Requests;

/// <summary>What an idempotency key is bound to.</summary>
/// <param name="Id">The request id to run under.</param>
/// <param name="First">Whether this call made the binding, so that nothing can have been done under it yet.</param>
public readonly record struct KeyBinding(RequestId Id, bool First);
