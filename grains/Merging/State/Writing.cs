namespace ActiveActive.Merging;

/// <summary>One update of a mergeable state, as it is being computed: gives each change its dot. What changes a value takes it as its first argument.</summary>
/// <remarks>For one run of one update only; a second run has a new one, and gives the same dots.</remarks>
public sealed class Writing
{
    private readonly long _first;
    private long _given;

    /// <summary>Begins an update.</summary>
    /// <param name="origin">Who writes.</param>
    /// <param name="context">What the state has seen.</param>
    /// <param name="stamp">Of this update: above all stamps that the state has seen.</param>
    /// <param name="effect">Names this effect of the request, the same when the request is made again, also in another region.</param>
    /// <param name="isRetry">Whether the request had been made before, here or in another region.</param>
    public Writing(Origin origin, CausalContext context, Stamp stamp, Guid effect, bool isRetry = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfEqual(effect, Guid.Empty);
        (Origin, Stamp, Effect, IsRetry, _first) = (origin, stamp, effect, isRetry, context.Next(origin).Number);
    }

    /// <summary>Who writes.</summary>
    public Origin Origin { get; }

    /// <summary>The update's stamp.</summary>
    public Stamp Stamp { get; }

    /// <summary>Names this effect of the request.</summary>
    public Guid Effect { get; }

    /// <summary>Whether the request had been made before, here or in another region.</summary>
    public bool IsRetry { get; }

    /// <summary>The dots given so far.</summary>
    public IEnumerable<Dot> Given
    {
        get
        {
            for (var i = 0L; i < _given; i++)
            {
                yield return new Dot(Origin, _first + i);
            }
        }
    }

    /// <summary>A dot for one more change.</summary>
    public Dot NextDot() => new(Origin, _first + _given++);
}
