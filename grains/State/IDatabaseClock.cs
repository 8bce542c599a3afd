namespace ActiveActive.State;

/// <summary>The database's clock as this silo knows it: by its offset from the local one, measured again and again. Request ids are judged by it.</summary>
public interface IDatabaseClock
{
    /// <summary>The database's present time, within a network round trip.</summary>
    DateTimeOffset UtcNow { get; }
}
