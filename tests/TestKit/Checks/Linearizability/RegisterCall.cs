namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>A call of a register, with its answer.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Text">The text read or written; empty for none.</param>
/// <param name="Expected">For a swap, the text that the register had to hold.</param>
internal readonly record struct RegisterCall(RegisterCallKind Kind, string Text, string Expected = "");
