namespace ActiveActive.TestKit.Load;

/// <summary>What a worker has done so far. A line of JSON on its standard output.</summary>
internal sealed record WorkerProgress(long Started, long Ended, long Errors, long Cuts, bool Done);
