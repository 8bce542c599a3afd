using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>The one order in which silos lock the rows of several states, so that two that lock the same rows cannot wait for each other.</summary>
internal static class StateKeyOrder
{
    public static int Compare(StateKey one, StateKey other)
    {
        var order = string.CompareOrdinal(one.GrainType, other.GrainType);
        order = order != 0 ? order : string.CompareOrdinal(one.GrainKey, other.GrainKey);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}
