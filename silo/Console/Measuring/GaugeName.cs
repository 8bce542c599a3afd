namespace ActiveActive.Silo.Console.Measuring;

/// <summary>A gauge, and of what it is: an origin, a peer, a type of grains; empty for the silo as a whole.</summary>
internal readonly record struct GaugeName(string Instrument, string Of);
