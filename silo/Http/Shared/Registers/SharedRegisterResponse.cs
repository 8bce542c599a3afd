using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared.Registers;

/// <summary>A register that keeps what regions write at the same time.</summary>
/// <param name="Texts">The text; none before the first write, more than one where regions have written without knowledge of each other, the latest first.</param>
/// <param name="Version">How often the register was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record SharedRegisterResponse(IReadOnlyList<TextResponse> Texts, long Version)
{
    public static SharedRegisterResponse Of(SharedTexts register) => new([.. register.Texts.Select(TextResponse.Of)], register.Version);
}
