namespace ActiveActive.Silo.Placement;

/// <summary>An activation of this silo, and the silo that shall have its grain.</summary>
internal readonly record struct Move(IGrainContext Activation, SiloAddress Target);
