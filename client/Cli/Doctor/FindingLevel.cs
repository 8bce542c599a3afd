namespace ActiveActive.Cli.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>Something should be done in the next days.</summary>
    Warning,

    /// <summary>Something fails, or a promise does not hold.</summary>
    Error,
}
