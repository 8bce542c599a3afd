namespace ActiveActive.Silo.Console.Model;

/// <summary>What the grains of one type do on a silo.</summary>
/// <param name="Grain">The type; <c>(others)</c> for those beyond the limit.</param>
/// <param name="Activations">How many are in memory.</param>
/// <param name="CallsPerSecond">Their calls.</param>
internal sealed record GrainTypeFigures(string Grain, int Activations, double CallsPerSecond);
