namespace ActiveActive.Silo.Replication.Residency;

/// <summary>Sees all that is sent to other regions, as it is before it is encrypted. For tests of what leaves a region.</summary>
internal interface ILinkRecorder
{
    /// <summary>Something is about to be sent.</summary>
    /// <param name="to">The region that gets it.</param>
    /// <param name="bytes">All of it.</param>
    void Sends(string to, byte[] bytes);
}
