using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>The grain may not be held in this region. Nothing was done; one of the <see cref="Regions"/> can.</summary>
[GenerateSerializer, Alias("aa.MisdirectedException")]
public sealed class MisdirectedException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public MisdirectedException(string message, ImmutableArray<string> regions)
        : base(Advice.FixTheCause, message) => Regions = regions;

    /// <summary>The regions that can; none when the key names none, and has to.</summary>
    [Id(0)]
    public ImmutableArray<string> Regions { get; }
}
