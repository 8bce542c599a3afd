namespace ActiveActive;

/// <summary>What travels with every grain call, in Orleans' <c>RequestContext</c> under <see cref="Key"/>.</summary>
/// <param name="Id">The call's id, the same on every retry.</param>
/// <param name="Attempt">1 for the first attempt, more for retries; a call nested in a retry is a retry.</param>
/// <param name="Kind">How the id came to be.</param>
/// <param name="Root">For <see cref="CallKind.Send"/>: the id of the send under which this call runs; else empty.</param>
/// <param name="NotAfter">For <see cref="CallKind.Send"/>: the database time after which this attempt must do nothing any more.</param>
[GenerateSerializer, Immutable, Alias("aa.CallStamp")]
public sealed record CallStamp(
    [property: Id(0)] RequestId Id,
    [property: Id(1)] int Attempt,
    [property: Id(2)] CallKind Kind = CallKind.Ordinary,
    [property: Id(3)] Guid Root = default,
    [property: Id(4)] DateTimeOffset? NotAfter = null)
{
    /// <summary>The key in Orleans' request context.</summary>
    public const string Key = "aa";

    /// <summary>The stamp of a call that is no part of another one: a fresh id, first attempt.</summary>
    /// <param name="now">The present time, as near to the database's clock as the caller knows it.</param>
    public static CallStamp New(DateTimeOffset now) => new(RequestId.New(now), 1);

    /// <summary>The value in Orleans' request context. Nearly all calls are ordinary and first attempts: of these it is the bare id, which Orleans copies and writes far faster than an object.</summary>
    internal object ToContext() => this is { Attempt: 1, Kind: CallKind.Ordinary, NotAfter: null } && Root == Guid.Empty ? Id.Value : this;

    /// <summary>The stamp of a value from Orleans' request context; null when it is none.</summary>
    internal static CallStamp? FromContext(object? value) => value is Guid id ? new CallStamp(new RequestId(id), 1) : value as CallStamp;
}
