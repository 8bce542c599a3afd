namespace ActiveActive.Cli.Output;

/// <summary>A command failed for a reason that its user can act on. The message is one paragraph: what is wrong and what to do.</summary>
internal class CliException(string message, Exception? inner = null) : Exception(message, inner);
