namespace ActiveActive.Client.Calls;

/// <summary>What a grain method's declaration allows a caller to do after a failure.</summary>
internal enum MethodKind
{
    /// <summary>Must not run twice for one intended call.</summary>
    Ordinary,

    /// <summary>Changes nothing (Orleans' <c>[ReadOnly]</c>).</summary>
    ReadOnly,

    /// <summary>Applied once however often it is called with one request id (<see cref="ExactlyOnceAttribute"/>).</summary>
    ExactlyOnce,

    /// <summary>Has no answer, so its failures are never seen.</summary>
    OneWay,
}
