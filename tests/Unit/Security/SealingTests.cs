using System.Security.Cryptography;
using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using CsCheck;

namespace ActiveActive.Tests.Unit.Security;

/// <summary>Sealed values: what goes in comes out, in its place only, and nothing else ever does. CsCheck prints the seed of a failing case; CsCheck_Seed=... replays it.</summary>
public sealed class SealingTests
{
    private static readonly StateKey Row = new("account", "alice", "state");
    private readonly DataKey _key = new(7, "ring", RandomNumberGenerator.GetBytes(DataKey.KeyBytes));

    [Fact]
    public void What_was_sealed_is_opened_in_its_place_also_by_another_process() => Gen.Select(Gen.Byte.Array[0, 5000], Places).Sample((value, place) =>
    {
        var key = RandomNumberGenerator.GetBytes(DataKey.KeyBytes);
        var @sealed = new DataKey(long.MaxValue, "ring", key).Seal(value, place);
        Assert.True(SealedLayout.IsSealed(@sealed));
        Assert.Equal(long.MaxValue, SealedLayout.DataKey(@sealed));
        Assert.Equal(value.Length + SealedLayout.OverheadBytes, @sealed.Length);
        Assert.Equal(value, new DataKey(long.MaxValue, "ring", key).Open(@sealed, place));
    });

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        var place = SealedPlace.State(Row, 3, 1);
        var @sealed = _key.Seal("secret"u8, place);
        for (var bit = 0; bit < @sealed.Length * 8; bit++)
        {
            var flipped = (byte[])@sealed.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            // What is no sealed value any more is refused as such.
            if (SealedLayout.IsSealed(flipped))
            {
                Assert.Throws<AuthenticationTagMismatchException>(() => _key.Open(flipped, place));
            }
            else
            {
                Assert.InRange(bit, 0, 63);
            }
        }

        Assert.Equal("secret"u8, _key.Open(@sealed, place));
    }

    [Fact]
    public void A_shortened_value_is_noticed()
    {
        var place = SealedPlace.State(Row, 3, 1);
        var @sealed = _key.Seal("secret"u8, place);
        for (var length = 0; length < @sealed.Length; length++)
        {
            var shortened = @sealed[..length];
            Assert.True(!SealedLayout.IsSealed(shortened) || Assert.Throws<AuthenticationTagMismatchException>(() => _key.Open(shortened, place)) is not null);
        }
    }

    [Fact]
    public void A_value_opens_in_no_other_place() => Gen.Select(Places, Places).Sample((one, other) =>
    {
        var @sealed = _key.Seal("secret"u8, one);
        if (one.ToString() == other.ToString() && one.Encoded.SequenceEqual(other.Encoded))
        {
            Assert.Equal("secret"u8, _key.Open(@sealed, other));
        }
        else
        {
            Assert.Throws<AuthenticationTagMismatchException>(() => _key.Open(@sealed, other));
        }
    });

    [Fact]
    public void Places_that_look_alike_are_encoded_differently()
    {
        var id = new RequestId(Guid.CreateVersion7());
        SealedPlace[] places =
        [
            SealedPlace.State(new StateKey("a", "b", "c"), 1, 1),
            SealedPlace.State(new StateKey("ab", "", "c"), 1, 1),
            SealedPlace.State(new StateKey("a", "bc", ""), 1, 1),
            SealedPlace.State(new StateKey("a", "b", "c"), 11, 1),
            SealedPlace.State(new StateKey("a", "b", "c"), 1, 11),
            SealedPlace.Reply(id),
            SealedPlace.Call(id),
            SealedPlace.Compensation(id),
        ];
        Assert.Equal(places.Length, places.Select(static place => Convert.ToHexString(place.Encoded)).Distinct().Count());
    }

    [Fact]
    public void A_key_never_uses_a_counter_twice_also_when_many_seal_at_once()
    {
        var counters = new System.Collections.Concurrent.ConcurrentBag<long>();
        Parallel.For(0, 10_000, _ => counters.Add(SealedLayout.Counter(_key.Seal("x"u8, SealedPlace.State(Row, 1, 1)))));
        Assert.Equal(10_000, counters.Distinct().Count());
        Assert.Equal(10_000, _key.Values);
    }

    [Fact]
    public void A_wrapped_key_is_unwrapped_by_its_ring_key_only()
    {
        var (one, other) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var ring = new RingKeys("one", new Dictionary<string, byte[]> { ["one"] = one, ["other"] = other, ["alias"] = one });
        var wrapped = ring.Wrap("one", "0123456789abcdef0123456789abcdef"u8);
        Assert.Equal("0123456789abcdef0123456789abcdef"u8, ring.Unwrap("one", wrapped));
        Assert.Throws<AuthenticationTagMismatchException>(() => ring.Unwrap("other", wrapped));
        Assert.Throws<AuthenticationTagMismatchException>(() => ring.Unwrap("alias", wrapped));
        Assert.Throws<KeyNotFoundException>(() => ring.Unwrap("none", wrapped));
        Assert.ThrowsAny<CryptographicException>(() => ring.Unwrap("one", wrapped.AsSpan(0, 20)));
    }

    private static Gen<SealedPlace> Places { get; } = Gen.OneOf(
        Gen.Select(Gen.String[0, 3], Gen.String[0, 3], Gen.String[0, 3], Gen.Long[1, 3], Gen.Int[1, 2]).Select((type, key, name, version, typeVersion) => SealedPlace.State(new StateKey(type, key, name), version, typeVersion)),
        Gen.Int[0, 3].Select(static id => SealedPlace.Reply(Id(id))),
        Gen.Int[0, 3].Select(static id => SealedPlace.Call(Id(id))),
        Gen.Int[0, 3].Select(static id => SealedPlace.Compensation(Id(id))));

    private static RequestId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
