namespace ActiveActive.Merging;

/// <summary>How what two sides have seen relates.</summary>
public enum CausalOrder
{
    /// <summary>Both have seen the same.</summary>
    Equal,

    /// <summary>The first has seen less.</summary>
    Before,

    /// <summary>The first has seen more.</summary>
    After,

    /// <summary>Each has seen something that the other has not.</summary>
    Concurrent,
}
