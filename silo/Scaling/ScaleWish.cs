namespace ActiveActive.Silo.Scaling;

/// <summary>How many silos the load of this moment wants, before it is asked whether that lasts.</summary>
/// <param name="Silos">So many; between the minimum and the maximum.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Signals">The figures.</param>
internal sealed record ScaleWish(int Silos, string Reason, IReadOnlyList<ScaleSignal> Signals);
