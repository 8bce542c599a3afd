namespace ActiveActive.Silo.Security;

/// <summary>Where wrapped data keys are kept. One implementation: a table of the region's database.</summary>
internal interface IDataKeyStore
{
    /// <summary>Keeps a new data key for good, and gives it its id.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<long> Add(string ringKey, byte[] wrapped, CancellationToken cancellation);

    /// <summary>Reads a data key; null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<StoredDataKey?> Find(long id, CancellationToken cancellation);

    /// <summary>The newest data key that a ring key wraps; null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<StoredDataKey?> FindNewest(string ringKey, CancellationToken cancellation);

    /// <summary>When the oldest data key was made that is still kept and that a ring key wraps; null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<DateTimeOffset?> FirstUse(string ringKey, CancellationToken cancellation);

    /// <summary>Notes that a data key is in use; false when it was retired, so that nothing can be written with it any more.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<bool> Renew(long id, CancellationToken cancellation);
}
