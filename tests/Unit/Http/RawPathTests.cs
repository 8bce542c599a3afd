using ActiveActive.Silo.Http.Problems;
using ActiveActive.Silo.Http.Requests;
using CsCheck;

namespace ActiveActive.Tests.Unit.Http;

public sealed class RawPathTests
{
    [Theory]
    [InlineData("/v1/counters/key", 1, "key")]
    [InlineData("/v1/counters/key/", 1, "key")]
    [InlineData("/v1/counters/key?x=/a#b", 1, "key")]
    [InlineData("/v1/accounts/key/deposit", 2, "key")]
    [InlineData("/prefix/v1/accounts/key/deposit", 2, "key")]
    [InlineData("http://host:80/v1/counters/key", 1, "key")]
    [InlineData("/v1/counters/a%2fb", 1, "a/b")]
    [InlineData("/v1/counters/a%252fb", 1, "a%2fb")]
    [InlineData("/v1/counters/a+b%20c", 1, "a+b c")]
    [InlineData("/v1/counters/%e2%82%ac", 1, "€")]
    [InlineData("/v1/counters/€%20🙂", 1, "€ 🙂")]
    [InlineData("/v1/counters/http://x", 1, "x")]
    public void A_segment_is_decoded_once(string target, int fromEnd, string key) => Assert.Equal(key, RawPath.Segment(target, fromEnd));

    [Theory]
    [InlineData("/v1/counters/%")]
    [InlineData("/v1/counters/%4")]
    [InlineData("/v1/counters/%4g")]
    [InlineData("/v1/counters/% 4")]
    [InlineData("/v1/counters/%ff")]
    [InlineData("/v1/counters/%c0%af")]
    [InlineData("/v1/counters/%ed%a0%80")]
    [InlineData("/v1/counters/..")]
    [InlineData("/v1/counters/%2e")]
    [InlineData("/v1/counters/x/../y")]
    public void What_cannot_be_read_for_sure_is_refused(string target) =>
        Assert.Equal("invalid-key", Assert.Throws<RejectedException>(() => RawPath.Segment(target, 1)).Code);

    [Fact]
    public void Every_text_survives_its_encoding() => Gen.String.Where(text => text.All(c => !char.IsSurrogate(c)) && text is not ("" or "." or "..")).Sample(text =>
        Assert.Equal(text, RawPath.Segment($"/v1/counters/{Uri.EscapeDataString(text)}", 1)));

    [Theory]
    [InlineData("", false)]
    [InlineData("k", true)]
    [InlineData("é", true)]
    [InlineData("ééé", false)]
    [InlineData("12345", true)]
    [InlineData("123456", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\u007fb", false)]
    [InlineData("a\u0085b", false)]
    public void A_key_has_one_to_five_bytes_and_no_control_characters(string key, bool good) =>
        Assert.Equal(good, Record.Exception(() => KeyText.Check(key, maxBytes: 5)) is null);
}
