namespace ActiveActive;

/// <summary>No region that could be reached has applied all that the session has met elsewhere. Nothing was done.</summary>
[GenerateSerializer, Alias("aa.RegionBehindException")]
public sealed class RegionBehindException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public RegionBehindException(string message)
        : base(Advice.Retry, message)
    {
    }
}
