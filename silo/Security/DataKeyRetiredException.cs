namespace ActiveActive.Silo.Security;

/// <summary>The database refuses a write because a data key in it is retired or gone. Nothing was written; it can be sealed with another key and written again.</summary>
internal sealed class DataKeyRetiredException() : Exception("A data key of this write is retired. Nothing was written.");
