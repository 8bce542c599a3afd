using System.Text;
using System.Text.Json;
using ActiveActive.Merging;
using CsCheck;

namespace ActiveActive.TestKit.Merging;

/// <summary>
/// The laws by which regions that use a mergeable type converge, checked on generated cases: three regions make changes, take in each other's states, and their requests are sometimes made twice.
/// </summary>
/// <remarks>
/// <para>Checked are: joining is commutative, associative and idempotent; what was known stays known; a delta is as good as the whole; all deltas in any order, some of them twice, give the same as the states; a change
/// that is computed twice gives the same; JSON keeps everything; a joined state takes no more space than both sides; what is folded looks the same.</para>
/// <para>A failing case is made smaller and printed with its steps and the seed that repeats it.</para>
/// </remarks>
public static class MergeLaws
{
    private const int MostSteps = 12;
    private const int Requests = 16;
    private const int ClockSpread = 50;

    /// <summary>Checks a type.</summary>
    /// <param name="changes">The changes that its users can make, as a generator. Few different keys and elements make more conflicts.</param>
    /// <param name="cases">How many cases; 1,000 take about a second.</param>
    /// <param name="seed">Repeats a failing case: as its message names it.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>What the cases had in them, to tell whether <paramref name="changes"/> is any good.</returns>
    /// <exception cref="CsCheckException">A case breaks a law; the message tells which, and how to repeat it.</exception>
    /// <exception cref="NotMergeableException">The type does not merge.</exception>
    public static MergeCases Check<T>(Gen<MergeChange<T>> changes, long cases = 1000, string? seed = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(changes);
        _ = Merged<T>.Empty;
        var seen = new MergeCases();
        Steps(changes).Sample(steps => Check(steps, seen), iter: cases, seed: seed, threads: 1, print: static steps => string.Join("; ", steps));
        return seen;
    }

    /// <summary>Checks that a state which an older version has stored can be read, and goes on.</summary>
    /// <param name="stored">Its JSON: of a <see cref="Merged{T}"/>.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>What was read.</returns>
    /// <exception cref="MergeLawException">It cannot be read, or joining it with itself changes it.</exception>
    public static Merged<T> CheckStored<T>(string stored)
        where T : class
    {
        Merged<T> read;
        try
        {
            read = JsonSerializer.Deserialize<Merged<T>>(stored) ?? throw new JsonException("It is null.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new MergeLawException($"What was stored cannot be read: {error.Message}", error);
        }

        Laws.Same("Joining a state with itself changes nothing", MergeWorld<T>.Text(Merged<T>.Empty.Join(read)), MergeWorld<T>.Text(read.Join(read)));
        return read;
    }

    internal static Gen<List<MergeStep<T>>> Steps<T>(Gen<MergeChange<T>> changes)
    {
        var region = Gen.Int[0, MergeWorld<MergeStep<T>>.Regions - 1];
        var change = Gen.Select(region, changes, Gen.Int[0, Requests - 1], Gen.Int[0, ClockSpread], static (at, change, request, clock) => new MergeStep<T>(at, -1, change, request, clock));
        var take = Gen.Select(region, region, changes, static (at, from, unused) => new MergeStep<T>(at, from, unused, 0, 0));
        return Gen.Frequency((3, change), (2, take)).List[0, MostSteps];
    }

    private static void Check<T>(List<MergeStep<T>> steps, MergeCases seen)
        where T : class
    {
        var world = new MergeWorld<T>(steps);
        var (a, b, c) = (world.States[0], world.States[1], world.States[2]);
        var ab = a.Join(b);
        var all = ab.Join(c);
        seen.Count(world);

        Same("Joining is commutative", ab, b.Join(a));
        Same("Joining is associative", all, a.Join(b.Join(c)));
        Same("Joining is idempotent", ab, ab.Join(b));
        Same("Joining a state with itself changes nothing", a, a.Join(a));
        Same("Joining with the empty state changes nothing", a, Merged<T>.Empty.Join(a));
        Laws.Hold("What was known stays known", ab.Context.Includes(a.Context) && ab.Context.Includes(b.Context), () => $"{ab.Context} of {a.Context} and {b.Context}");
        Same("All deltas give the same as all states", all, world.Deltas.Aggregate(Merged<T>.Empty, static (joined, delta) => joined.Join(delta)));
        Same("The order of deltas means nothing, nor does it when some come twice", all, Shuffled(world.Deltas).Aggregate(Merged<T>.Empty, static (joined, delta) => joined.Join(delta)));
        Same("Deltas can be joined to a state that has some of them", all, Shuffled(world.Deltas).Aggregate(b, static (joined, delta) => joined.Join(delta)));
        var read = JsonSerializer.Deserialize<Merged<T>>(MergeWorld<T>.Text(ab))!;
        Same("JSON keeps everything", ab, read);
        Same("What was read from JSON joins as before", all, read.Join(c));
        Laws.Hold("A joined state takes no more space than both sides", Size(ab) <= Size(a) + Size(b), () => $"{Size(ab)} of {Size(a)} and {Size(b)} bytes");

        var folded = all.Fold(all.Context.Vector);
        Laws.Same("What is folded looks the same", Convert.ToHexString(all.Fingerprint()), Convert.ToHexString(folded.Fingerprint()));
        Same("Folding twice is folding once", folded, folded.Fold(all.Context.Vector));
        Laws.Hold("A folded value takes no more space", ValueSize(folded) <= ValueSize(all), () => $"{ValueSize(folded)} of {ValueSize(all)} bytes");
    }

    private static int Size<T>(Merged<T> state)
        where T : class => Encoding.UTF8.GetByteCount(MergeWorld<T>.Text(state));

    private static int ValueSize<T>(Merged<T> state)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(state.Value).Length;

    private static void Same<T>(string law, Merged<T> one, Merged<T> other)
        where T : class => Laws.Same(law, MergeWorld<T>.Text(one), MergeWorld<T>.Text(other));

    // Backwards, every third twice, and the second half before the first: no randomness of its own.
    private static IEnumerable<Merged<T>> Shuffled<T>(List<Merged<T>> deltas)
        where T : class
    {
        var backwards = deltas.AsEnumerable().Reverse().SelectMany(static (delta, i) => i % 3 == 0 ? [delta, delta] : (Merged<T>[])[delta]).ToList();
        return backwards.Skip(backwards.Count / 2).Concat(backwards.Take(backwards.Count / 2)).Concat(deltas.Take(1));
    }
}
