namespace ActiveActive.Database.Encryption;

/// <summary>A key file cannot be read, or must not be changed as asked. The message says what to do; it never contains a key.</summary>
public sealed class KeyFileException(string message, Exception? inner = null) : Exception(message, inner);
