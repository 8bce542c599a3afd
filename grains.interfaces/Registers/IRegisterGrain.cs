using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>A durable register: one JSON document with an ETag, named by its key.</summary>
[ExactlyOnce, Alias("aa.IRegisterGrain")]
public interface IRegisterGrain : IGrainWithStringKey
{
    /// <summary>The committed document, or null when there is none.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<RegisterValue?> Get();

    /// <summary>Replaces the document, or creates it.</summary>
    /// <param name="json">A JSON text of any kind.</param>
    /// <param name="condition">What must hold before; <see cref="RegisterCondition.None"/> for no condition.</param>
    /// <exception cref="RefusedException"><c>precondition-failed</c>: the condition does not hold. <c>not-json</c>: the text is not JSON.</exception>
    [Alias("Set")]
    Task<RegisterValue> Set(string json, RegisterCondition condition);

    /// <summary>Deletes the document; answers false when there was none.</summary>
    /// <exception cref="RefusedException"><c>precondition-failed</c>: the condition does not hold.</exception>
    [Alias("Delete")]
    Task<bool> Delete(RegisterCondition condition);
}
