namespace ActiveActive.Silo.Security;

/// <summary>A data key as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RingKey">The ring key that wraps it.</param>
/// <param name="Wrapped">The wrapped key.</param>
internal sealed record StoredDataKey(long Id, string RingKey, byte[] Wrapped);
