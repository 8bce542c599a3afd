using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>What an event is.</summary>
[JsonConverter(typeof(CamelCaseEnum<EventKind>))]
internal enum EventKind
{
    /// <summary>A silo began to serve. Duration: from its start.</summary>
    Joined = 0,

    /// <summary>A silo began to leave in order.</summary>
    Draining = 1,

    /// <summary>A silo has left in order. Duration: since it began to.</summary>
    Left = 2,

    /// <summary>A silo was found dead. Duration: from its last sign of life.</summary>
    Died = 3,

    /// <summary>A silo was declared dead by hand.</summary>
    Evicted = 4,

    /// <summary>A member does not answer.</summary>
    Suspected = 5,

    /// <summary>It answers again. Duration: since it was suspected.</summary>
    Recovered = 6,

    /// <summary>The first grain of a dead silo serves elsewhere. Duration: since the silo was known dead.</summary>
    Failover = 7,

    /// <summary>Another region is not reached.</summary>
    Cut = 8,

    /// <summary>It is again. Duration: of the cut.</summary>
    Healed = 9,

    /// <summary>All that had waited after a cut is applied. Duration: since the link was healed.</summary>
    CaughtUp = 10,

    /// <summary>States were found to differ from another region's, and were repaired.</summary>
    Repaired = 11,

    /// <summary>A change of another region was put aside.</summary>
    DeadLetter = 12,

    /// <summary>The database does not answer.</summary>
    DatabaseDown = 13,

    /// <summary>It does again. Duration: of the outage.</summary>
    DatabaseUp = 14,

    /// <summary>Another silo took over merging.</summary>
    TookOver = 15,

    /// <summary>Somebody did something by the console.</summary>
    Action = 16,
}
