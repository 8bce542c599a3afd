using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>The kit finds types that break a law.</summary>
public sealed class BrokenMergeTests
{
    [Fact]
    public void Adding_up_both_sides_is_found() => Found<Doubling>();

    [Fact]
    public void Keeping_ones_own_is_found() => Found<Selfish>();

    [Fact]
    public void A_delta_that_holds_too_little_is_found() => Found<Forgetful>();

    [Fact]
    public void Reading_what_an_older_version_stored_is_checked()
    {
        var stored = """{"Value":{"Shares":{"eu.1:1":{"a":5,"e":"00000001-0000-0000-0000-000000000000"}}},"Context":{"Vector":{"eu.1":1},"Beyond":[]},"Latest":"1893456000000+0@eu.1"}""";

        Assert.Equal(5, MergeLaws.CheckStored<Counter>(stored).Value.Value);
        Assert.Throws<MergeLawException>(() => MergeLaws.CheckStored<Counter>(stored.Replace("eu.1:1", "eu", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_record_with_a_member_that_does_not_merge_is_refused()
    {
        Assert.Contains("Total", Assert.Throws<NotMergeableException>(() => MergeLaws.Check(Gen.Const(new MergeChange<Mixed>("none", static (value, _) => value)))).Message, StringComparison.Ordinal);
        Assert.Contains("constructor", Assert.Throws<NotMergeableException>(() => MergeLaws.Check(Gen.Const(new MergeChange<string>("none", static (value, _) => value)))).Message, StringComparison.Ordinal);
    }

    private static void Found<T>()
        where T : Broken<T>, IMergeable<T>, new()
    {
        var changes = Gen.Int[1, 5].Select(static amount => new MergeChange<T>($"add {amount}", (value, at) =>
        {
            at.NextDot();
            return new T { Number = value.Number + amount };
        }));
        var error = Assert.ThrowsAny<Exception>(() => MergeLaws.Check(changes));
        Assert.IsType<MergeLawException>(error.InnerException);
        Assert.Contains("seed", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    internal sealed record Mixed
    {
        public Counter Counter { get; init; } = Counter.Empty;

        public int Total { get; init; }
    }

    internal abstract class Broken<T>
        where T : Broken<T>, new()
    {
        public long Number { get; init; }

        public bool IsEmpty => Number == 0;

        public virtual T Since(T before, Removals removed) => (T)this;

        public void Show(Digest digest) => digest.Add(Number);
    }

    internal sealed class Doubling : Broken<Doubling>, IMergeable<Doubling>
    {
        public static Doubling Empty { get; } = new();

        public Doubling Join(Doubling other, Joining at) => new() { Number = Number + other.Number };
    }

    internal sealed class Selfish : Broken<Selfish>, IMergeable<Selfish>
    {
        public static Selfish Empty { get; } = new();

        public Selfish Join(Selfish other, Joining at) => IsEmpty ? other : this;
    }

    internal sealed class Forgetful : Broken<Forgetful>, IMergeable<Forgetful>
    {
        public static Forgetful Empty { get; } = new();

        public Forgetful Join(Forgetful other, Joining at) => Number > other.Number ? this : other;

        public override Forgetful Since(Forgetful before, Removals removed) => Empty;
    }
}
