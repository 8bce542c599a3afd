namespace ActiveActive.State.Storage;

/// <summary>The record that a request had its effect.</summary>
/// <param name="Id">The effect's id.</param>
/// <param name="Root">The send it belongs to, or empty; kept until that send is acknowledged, else for the configured time.</param>
/// <param name="Reply">The serialized reply.</param>
/// <param name="NotAfter">The database time after which this effect must not be committed any more, or null.</param>
public sealed record EffectRow(RequestId Id, Guid Root, byte[] Reply, DateTimeOffset? NotAfter);
