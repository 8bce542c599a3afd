namespace ActiveActive.Database.Import;

/// <summary>An import that was refused or failed its comparison. Nothing was changed; the message says what to do.</summary>
public sealed class AdoNetImportException(string message) : Exception(message);
