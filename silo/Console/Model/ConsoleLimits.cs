namespace ActiveActive.Silo.Console.Model;

/// <summary>How much is kept and told at most, so that neither memory nor answers grow without end.</summary>
internal static class ConsoleLimits
{
    /// <summary>Rates and percentiles of silos and regions are over so many seconds.</summary>
    public const int WindowSeconds = 5;

    /// <summary>The distance of the points of the history.</summary>
    public const int PeriodSeconds = 2;

    /// <summary>Points of the history: ten minutes.</summary>
    public const int Points = 300;

    /// <summary>Events that a silo keeps.</summary>
    public const int Events = 500;

    /// <summary>Events in the overview; all that are kept are at <c>/console/api/events</c>.</summary>
    public const int EventsInOverview = 50;

    /// <summary>Types of grains that a silo tells of one by one.</summary>
    public const int GrainTypes = 30;

    /// <summary>Conflicts and dead letters in a list.</summary>
    public const int Listed = 100;

    /// <summary>Requests of a grain.</summary>
    public const int Requests = 20;

    /// <summary>Characters of a value.</summary>
    public const int ValueLength = 64 << 10;

    /// <summary>How long a dead silo is shown.</summary>
    public static readonly TimeSpan ShowDead = TimeSpan.FromMinutes(10);
}
