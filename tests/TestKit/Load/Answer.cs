using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Load;

/// <summary>What an operation was answered with.</summary>
/// <param name="Version">See <see cref="Operation.Version"/>.</param>
/// <param name="Value">See <see cref="Operation.Value"/>.</param>
/// <param name="Text">See <see cref="Operation.Text"/>.</param>
/// <param name="Tag">What a later swap names this text by: a register's ETag.</param>
internal readonly record struct Answer(long Version, long Value, string? Text = null, string? Tag = null);
