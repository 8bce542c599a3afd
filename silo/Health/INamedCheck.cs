namespace ActiveActive.Silo.Health;

/// <summary>Something that can be wrong with a silo or its region. Looked at in the background; asking for the result costs nothing.</summary>
internal interface INamedCheck
{
    /// <summary>One of <see cref="CheckNames"/>.</summary>
    string Name { get; }

    /// <summary>How bad it is to fail, unless <see cref="HealthOptions.Severity"/> says otherwise.</summary>
    HealthSeverity Severity { get; }

    /// <summary>Whether it is looked at each <see cref="HealthOptions.SlowPeriod"/> instead of each <see cref="HealthOptions.Period"/>.</summary>
    bool IsSlow { get; }

    /// <summary>Whether there is anything to look at, by the settings.</summary>
    bool IsUsed { get; }

    /// <summary>What to do when it fails.</summary>
    string Advice { get; }

    /// <summary>Looks.</summary>
    /// <param name="cancellation">Ends the look after <see cref="HealthOptions.Timeout"/>.</param>
    /// <exception cref="Exception">It cannot be told now; the result is unknown.</exception>
    Task<CheckFinding> Look(CancellationToken cancellation);

    /// <summary>What it means when a look has not ended in time; null: nothing, the result is unknown.</summary>
    /// <param name="waited">How long it was waited for.</param>
    CheckFinding? Unanswered(TimeSpan waited) => null;
}
