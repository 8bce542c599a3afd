namespace ActiveActive.Silo.Console.Model;

/// <summary>How many there are of a type of grains.</summary>
internal sealed record GrainTypeCount(string Grain, long Count);
