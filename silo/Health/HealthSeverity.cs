namespace ActiveActive.Silo;

/// <summary>How bad it is when a named check fails.</summary>
public enum HealthSeverity
{
    /// <summary>Somebody should look at it in the next days.</summary>
    Warning,

    /// <summary>Calls fail, or will soon, or a promise is broken: somebody should look at it now.</summary>
    Critical,
}
