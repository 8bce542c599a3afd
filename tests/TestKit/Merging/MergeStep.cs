namespace ActiveActive.TestKit.Merging;

/// <summary>A step of a case.</summary>
/// <param name="Region">Who takes it, from 0.</param>
/// <param name="From">Whose state it takes in, or -1: it makes a change.</param>
/// <param name="Change">The change.</param>
/// <param name="Request">The request for it; the same one may come to several regions, and has an effect in each that does not know of it.</param>
/// <param name="Clock">The region's clock at that time, in milliseconds; clocks differ.</param>
/// <typeparam name="T">The type.</typeparam>
internal sealed record MergeStep<T>(int Region, int From, MergeChange<T> Change, int Request, int Clock)
{
    public override string ToString() => From < 0 ? $"{Region}: {Change} (request {Request})" : $"{Region} takes {From}";
}
