namespace ActiveActive;

/// <summary>The change is committed in this region, and it is not known that a majority of the regions has stored it. The same request again waits further, and changes nothing more.</summary>
[GenerateSerializer, Alias("aa.NotInMajorityException")]
public sealed class NotInMajorityException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public NotInMajorityException(string message, Exception? inner = null)
        : base(Advice.RetrySameId, message, inner)
    {
    }
}
