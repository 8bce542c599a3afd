namespace ActiveActive.State.Sends;

/// <summary>A send as an update's function asked for it, before it has an id.</summary>
internal sealed record CapturedSend(CapturedCall Call, CapturedCall? IfRefused);
