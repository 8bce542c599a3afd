using ActiveActive.Merging;

namespace ActiveActive.TestKit.Merging;

/// <summary>A change that a type's users can make.</summary>
/// <param name="Name">What it is, with its arguments, to be read in a failing case.</param>
/// <param name="Apply">Makes it. A change that is not possible in the present value answers that value.</param>
/// <typeparam name="T">The type.</typeparam>
public sealed record MergeChange<T>(string Name, Func<T, Writing, T> Apply)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
