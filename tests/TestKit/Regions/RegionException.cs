namespace ActiveActive.TestKit.Regions;

/// <summary>A region could not be started or used as asked. The message says what is wrong and what to do.</summary>
internal sealed class RegionException(string message, Exception? inner = null) : Exception(message, inner);
