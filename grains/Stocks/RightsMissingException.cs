namespace ActiveActive.Stocks;

/// <summary>This region may not take so much now, though there is enough. No refusal, so it is not recorded: the same request is tried again.</summary>
internal sealed class RightsMissingException : Exception;
