namespace ActiveActive;

/// <summary>How a call came to have its <see cref="RequestId"/>, which decides when its effects are looked up and what is kept of it.</summary>
public enum CallKind
{
    /// <summary>An id of the client library: a first attempt may skip the look-up; refusals are computed anew by each attempt.</summary>
    Ordinary = 0,

    /// <summary>A caller's own key (HTTP <c>Idempotency-Key</c>): always looked up, and every attempt gets the first one's result, refusals included.</summary>
    Keyed = 1,

    /// <summary>A delivery of a call to send: as <see cref="Keyed"/>, but a first attempt may skip the look-up; what it did is remembered until the sender knows of it.</summary>
    Send = 2,
}
