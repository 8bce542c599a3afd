namespace ActiveActive.Cli.Drills;

/// <summary>How far a drill's load has come.</summary>
internal sealed record DrillProgress(double Seconds, long Started, long Ended, long Errors, long Cuts);
