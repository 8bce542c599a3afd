using System.Text.Json.Serialization;
using ActiveActive.State;

namespace ActiveActive.Registers;

/// <summary>A register's document with its ETag; both null when there is none.</summary>
/// <remarks>
/// The ETag is the id of the call that wrote the document. So it is the same when the update is computed again, and differs from every other
/// write's, also across a deletion.
/// </remarks>
[Immutable, StateType(1)]
internal sealed record RegisterState
{
    [JsonConverter(typeof(RawJsonConverter))]
    public string? Json { get; init; }

    public string? ETag { get; init; }

    public RegisterValue? View() => Json is null || ETag is null ? null : new RegisterValue(Json, ETag);

    /// <param name="json">A document that <see cref="RegisterText.Check"/> has passed.</param>
    /// <param name="etag">The new document's ETag.</param>
    /// <param name="condition">What must hold now.</param>
    /// <exception cref="RefusedException"><c>precondition-failed</c>.</exception>
    public RegisterState Set(string json, string etag, RegisterCondition condition)
    {
        Demand(condition);
        return new RegisterState { Json = json, ETag = etag };
    }

    /// <exception cref="RefusedException"><c>precondition-failed</c>.</exception>
    public void Demand(RegisterCondition condition)
    {
        if (condition.IfNoneMatch && ETag is not null)
        {
            throw Failed($"There must be no document, but there is one (ETag {ETag}).");
        }

        if (condition.IfMatch is not null && ETag is null)
        {
            throw Failed("There must be a document, but there is none.");
        }

        if (condition.IfMatch is not null and not "*" && condition.IfMatch != ETag)
        {
            throw Failed($"The document has ETag {ETag}, not {condition.IfMatch}: it was written since.");
        }
    }

    private static RefusedException Failed(string what) =>
        new("precondition-failed", what + " Nothing was changed; read the document and decide anew.", Advice.Refresh);
}
