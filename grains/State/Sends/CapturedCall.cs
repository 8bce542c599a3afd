namespace ActiveActive.State.Sends;

/// <summary>A grain call that was recorded instead of made.</summary>
/// <param name="Target">The grain it goes to.</param>
/// <param name="Method">Interface and method, for people.</param>
/// <param name="Payload">A serialized <see cref="SentCall"/>.</param>
internal sealed record CapturedCall(GrainId Target, string Method, byte[] Payload);
