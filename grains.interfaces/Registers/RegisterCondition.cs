namespace ActiveActive;

/// <summary>What must hold of a register before it is written, after HTTP's <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, 13.1).</summary>
/// <param name="IfMatch">The ETag that the document must have now, or <c>*</c> for any document; null for no demand.</param>
/// <param name="IfNoneMatch">Whether there must be no document yet.</param>
[GenerateSerializer, Immutable, Alias("aa.RegisterCondition")]
public sealed record RegisterCondition([property: Id(0)] string? IfMatch = null, [property: Id(1)] bool IfNoneMatch = false)
{
    /// <summary>Demands nothing.</summary>
    public static RegisterCondition None { get; } = new();
}
