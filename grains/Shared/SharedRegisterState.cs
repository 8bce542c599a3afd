using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Shared;

/// <summary>A register that keeps what regions write at the same time.</summary>
[Immutable, StateType(1)]
internal sealed record SharedRegisterState
{
    public MultiValueRegister<string> Text { get; init; } = MultiValueRegister<string>.Empty;

    public SharedTexts View(long version) => new([.. Text.Values.Select(SharedRules.TextOf)], version);
}
