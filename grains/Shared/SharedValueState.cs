using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Shared;

/// <summary>A register of which the last writer wins.</summary>
[Immutable, StateType(1)]
internal sealed record SharedValueState
{
    public LastWriterWinsRegister<string> Text { get; init; } = LastWriterWinsRegister<string>.Empty;

    public SharedValue View(long version) => new(Text.Latest is { } latest ? SharedRules.TextOf(latest) : null, version);
}
