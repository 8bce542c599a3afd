using System.Security.Cryptography;
using ActiveActive.Silo;
using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ActiveActive.Tests.Unit.Security;

/// <summary>When a silo takes another data key, and what it says when one cannot be had.</summary>
public sealed class DataKeysTests : IDisposable
{
    private static readonly SealedPlace Place = SealedPlace.State(new StateKey("a", "b", "c"), 1, 1);
    private readonly MemoryDataKeys _store = new();
    private readonly TestRing _ring = new();
    private readonly ActiveActiveOptions _options = new() { Encryption = { Enabled = true } };
    private readonly List<DataKeys> _made = [];

    public void Dispose() => _made.ForEach(static keys => keys.Dispose());

    [Fact]
    public async Task A_key_is_replaced_at_its_limit_of_values_and_no_nonce_comes_twice()
    {
        _options.Encryption.MaxValuesPerDataKey = 3;
        var keys = Open();
        var seen = new HashSet<(long, long)>();
        for (var value = 0; value < 10; value++)
        {
            var @sealed = (await keys.Current(default)).Seal("x"u8, Place);
            Assert.True(seen.Add((SealedLayout.DataKey(@sealed), SealedLayout.Counter(@sealed))));
            var key = await keys.Find(SealedLayout.DataKey(@sealed), default);
            Assert.Equal("x"u8, key.Open(@sealed, Place));
        }

        Assert.Equal(4, _store.Rows.Count);
    }

    [Fact]
    public async Task A_key_is_replaced_at_its_limit_of_bytes()
    {
        _options.Encryption.MaxBytesPerDataKey = 1000;
        var keys = Open();
        var first = await keys.Current(default);
        first.Seal(new byte[500], Place);
        Assert.Same(first, await keys.Current(default));
        first.Seal(new byte[500], Place);
        Assert.NotSame(first, await keys.Current(default));
    }

    [Fact]
    public async Task Many_that_find_the_key_spent_get_one_new_one()
    {
        _options.Encryption.MaxValuesPerDataKey = 1;
        var keys = Open();
        (await keys.Current(default)).Seal("x"u8, Place);
        var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await keys.Current(default))));
        Assert.Single(got.Distinct());
        Assert.Equal(2, _store.Rows.Count);
    }

    [Fact]
    public async Task A_new_primary_key_of_the_ring_and_a_retirement_bring_a_new_data_key_and_nothing_else_does()
    {
        var keys = Open();
        await keys.FollowRing(default);
        await keys.Renew(default);
        Assert.Single(_store.Rows);

        _ring.Name = "two";
        await keys.FollowRing(default);
        Assert.Equal(["one", "two"], _store.Rows.Select(static row => row.RingKey));

        _store.Retired.Add(2);
        await keys.Renew(default);
        Assert.Equal(3, (await keys.Current(default)).Id);
    }

    [Fact]
    public async Task Keys_of_others_are_read_and_unwrapped_once()
    {
        var other = await Open().Current(default);
        var @sealed = other.Seal("x"u8, Place);
        var keys = Open();
        for (var time = 0; time < 3; time++)
        {
            var key = await keys.Find(other.Id, default);
            Assert.Equal("x"u8, key.Open(@sealed, Place));
        }

        Assert.Equal((1, 1), (_store.Reads, _ring.Unwrapped));
    }

    [Fact]
    public async Task A_missing_data_key_a_missing_ring_key_and_another_key_under_its_name_are_told_apart()
    {
        await Open().Current(default);
        Assert.Contains("Data key 99 is not in the table", (await Fails(99)).Message, StringComparison.Ordinal);

        _ring.Keys["one"] = RandomNumberGenerator.GetBytes(32);
        Assert.Contains("Data key 1 is not unwrapped by the ring's key 'one'", (await Fails(1)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EncryptionException>(async () => await Open().Current(default));

        _ring.Keys.Remove("one");
        Assert.Contains("lacks ring key 'one'", (await Fails(1)).Message, StringComparison.Ordinal);

        async Task<EncryptionException> Fails(long id) => await Assert.ThrowsAsync<EncryptionException>(async () => await Open().Find(id, default));
    }

    [Fact]
    public async Task A_ring_that_cannot_be_reached_is_asked_again()
    {
        _ring.Failure = new HttpRequestException("vault is sealed");
        var keys = Open();
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await keys.Current(default));
        Assert.Contains("vault is sealed", error.Message, StringComparison.Ordinal);
        _ring.Failure = null;
        Assert.Equal(1, (await keys.Current(default)).Id);
    }

    private DataKeys Open()
    {
        _made.Add(new DataKeys(_ring, _store, Options.Create(_options), NullLogger<DataKeys>.Instance));
        return _made[^1];
    }

    private sealed class TestRing : IKeyRing
    {
        public Dictionary<string, byte[]> Keys { get; } = new() { ["one"] = RandomNumberGenerator.GetBytes(32), ["two"] = RandomNumberGenerator.GetBytes(32) };

        public string Name { get; set; } = "one";

        public Exception? Failure { get; set; }

        public int Unwrapped { get; private set; }

        public ValueTask<string> Primary(CancellationToken cancellation) => Failure is null ? new(Name) : throw Failure;

        public ValueTask<byte[]> Wrap(string name, ReadOnlyMemory<byte> dataKey, CancellationToken cancellation) => new(new RingKeys(Name, Keys).Wrap(name, dataKey.Span));

        public ValueTask<byte[]> Unwrap(string name, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation)
        {
            Unwrapped++;
            return new(new RingKeys(Name, Keys).Unwrap(name, wrapped.Span));
        }
    }
}
