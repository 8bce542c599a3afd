using ActiveActive.Merging;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>A type of somebody who writes no merge code.</summary>
public sealed record Cart
{
    public AddWinsMap<string, CartLine> Lines { get; init; } = AddWinsMap<string, CartLine>.Empty;

    public LastWriterWinsRegister<string> Note { get; init; } = LastWriterWinsRegister<string>.Empty;

    public EnableWinsFlag IsGift { get; init; } = EnableWinsFlag.Empty;
}
