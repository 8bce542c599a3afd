namespace ActiveActive.Silo.Scaling;

/// <summary>How many silos the load wants.</summary>
/// <param name="Wanted">So many; between the minimum and the maximum.</param>
/// <param name="Silos">So many serve.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Signals">The figures.</param>
/// <param name="Loads">The silos' own ones.</param>
/// <param name="DecidedBy">The silo that worked it out.</param>
/// <param name="AgeSeconds">How old it was when it was asked for.</param>
[GenerateSerializer, Immutable, Alias("aa.ScaleAdvice")]
internal sealed record ScaleAdvice(
    [property: Id(0)] int Wanted,
    [property: Id(1)] int Silos,
    [property: Id(2)] string Reason,
    [property: Id(3)] ScaleSignal[] Signals,
    [property: Id(4)] SiloLoad[] Loads,
    [property: Id(5)] string DecidedBy,
    [property: Id(6)] double AgeSeconds);
