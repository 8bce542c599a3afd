using System.Text.Json;
using ActiveActive.Registers;

namespace ActiveActive.Tests.Unit.Registers;

public sealed class RegisterStateTests
{
    [Theory]
    // present, If-Match, If-None-Match: allowed
    [InlineData(null, null, false, true)]
    [InlineData(null, null, true, true)]
    [InlineData(null, "*", false, false)]
    [InlineData(null, "a", false, false)]
    [InlineData(null, "a", true, false)]
    [InlineData("a", null, false, true)]
    [InlineData("a", null, true, false)]
    [InlineData("a", "*", false, true)]
    [InlineData("a", "a", false, true)]
    [InlineData("a", "b", false, false)]
    [InlineData("a", "A", false, false)]
    [InlineData("a", "a", true, false)]
    public void A_write_needs_its_condition(string? present, string? ifMatch, bool ifNoneMatch, bool allowed)
    {
        var state = present is null ? new RegisterState() : new RegisterState { Json = "1", ETag = present };
        var error = Record.Exception(() => state.Set("2", "next", new RegisterCondition(ifMatch, ifNoneMatch)));
        Assert.Equal(allowed ? null : "precondition-failed", (error as RefusedException)?.Code);
        Assert.Equal(allowed, error is null);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"a\\\"b\\u00e9 é 🙂\"")]
    [InlineData("{ \"a\" : [ 1.50, 1e3, {} ] }")]
    [InlineData("\"</script>\"")]
    public void A_document_survives_its_stored_form_byte_for_byte_and_costs_its_own_size(string json)
    {
        var state = new RegisterState { Json = RegisterText.Check($"\n {json} "), ETag = "e" };
        var stored = JsonSerializer.SerializeToUtf8Bytes(state);
        Assert.Equal(json, JsonSerializer.Deserialize<RegisterState>(stored)!.Json);
        Assert.InRange(stored.Length, 1, System.Text.Encoding.UTF8.GetByteCount(json) + 30);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 1")]
    [InlineData("NaN")]
    [InlineData("// note\n1")]
    public void What_is_not_JSON_is_refused(string text) => Assert.Equal("not-json", Assert.Throws<RefusedException>(() => RegisterText.Check(text)).Code);

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_text() => Assert.Throws<RefusedException>(() => RegisterText.Check($"\"{'\ud800'}\""));

    [Fact]
    public void The_deepest_document_survives_its_stored_form()
    {
        var deepest = new string('[', RegisterText.MaxDepth) + new string(']', RegisterText.MaxDepth);
        var stored = JsonSerializer.SerializeToUtf8Bytes(new RegisterState { Json = RegisterText.Check(deepest), ETag = "e" });
        Assert.Equal(deepest, JsonSerializer.Deserialize<RegisterState>(stored)!.Json);
        Assert.Throws<RefusedException>(() => RegisterText.Check($"[{deepest}]"));
    }
}
