namespace ActiveActive.Tests.Unit.Calls;

public sealed class RequestIdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_fresh_id_is_a_version_7_uuid_with_its_time()
    {
        var id = RequestId.New(Noon);
        Assert.Equal(7, id.Value.Version);
        Assert.Equal(Noon, id.Timestamp);
        Assert.False(id.IsSend);
        Assert.NotEqual(id, RequestId.New(Noon));
    }

    [Fact]
    public async Task Fresh_ids_of_many_threads_differ_in_every_random_bit()
    {
        var ids = (await Task.WhenAll(Enumerable.Range(0, 4).Select(static _ => Task.Run(static () => Enumerable.Range(0, 1_000).Select(static _ => RequestId.New(Noon)).ToArray()))))
            .SelectMany(static made => made).ToArray();

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.Equal((Noon, 7, 0b10), (id.Timestamp, id.Value.Version, id.Value.ToByteArray(bigEndian: true)[8] >> 6)));
        foreach (var bit in Enumerable.Range(52, 12).Concat(Enumerable.Range(66, 62)))
        {
            var ones = ids.Count(id => ((id.Value.ToByteArray(bigEndian: true)[bit / 8] >> (7 - (bit % 8))) & 1) == 1);
            Assert.True(ones is > 1_600 and < 2_400, $"Bit {bit} is set in {ones} of {ids.Length} ids."); // 12 standard deviations from a half
        }
    }

    [Fact]
    public void A_derived_id_keeps_the_time_and_depends_on_every_input()
    {
        var id = RequestId.New(Noon);
        RequestId[] derived =
        [
            id.Derive("call", "account/a", 0),
            id.Derive("call", "account/a", 1),
            id.Derive("call", "account/b", 0),
            id.Derive("effect", "account/a", 0),
            RequestId.New(Noon).Derive("call", "account/a", 0),
            id.Derive("callaccount", "/a", 0),
        ];
        Assert.Equal(derived.Length, derived.Distinct().Count());
        Assert.All(derived, child => Assert.Equal((Noon, 7), (child.Timestamp, child.Value.Version)));
        Assert.Equal(derived[0], id.Derive("call", "account/a", 0));
    }

    [Fact]
    public void Derivation_is_part_of_the_stored_format_and_must_not_change()
    {
        var id = new RequestId(Guid.Parse("01a20000-0000-7000-8000-000000000001"));
        Assert.Equal("01a20000-0000-7b39-b0e1-6c218847c55e", id.Derive("effect", "account/alice/account", 0).ToString());
    }

    [Fact]
    public void The_id_of_a_send_has_no_time_and_neither_have_the_calls_under_it()
    {
        var send = RequestId.New(Noon).DeriveSend("send", "account", 0);
        Assert.True(send.IsSend);
        Assert.True(send.Derive("call", "account/a", 0).IsSend);
        Assert.StartsWith("ffffffff-ffff-7", send.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01a20000-0000-7000-8000-000000000001", true)]
    [InlineData("01a20000-0000-4000-8000-000000000001", false)]
    [InlineData("{01a20000-0000-7000-8000-000000000001}", false)]
    [InlineData("ffffffff-ffff-7000-8000-000000000001", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_version_7_is_read(string? text, bool accepted) => Assert.Equal(accepted, RequestId.TryParse(text, out _));

    [Fact]
    public void A_long_subject_is_hashed_whole()
    {
        var id = RequestId.New(Noon);
        Assert.NotEqual(id.Derive("call", new string('x', 4000), 0), id.Derive("call", new string('x', 4001), 0));
    }
}
