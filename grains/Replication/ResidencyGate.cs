using ActiveActive.State.Storage;

namespace ActiveActive.Replication;

/// <summary>Lets no grain come into memory, and so nothing of it be read or written, in a region that may not hold it.</summary>
/// <param name="self">The name of this region.</param>
/// <param name="policy">The policy.</param>
/// <param name="hasOthers">Whether there are other regions.</param>
/// <param name="refused">Told of each refusal.</param>
internal sealed class ResidencyGate(string self, ResidencyPolicy policy, bool hasOthers, Action refused)
{
    /// <exception cref="MisdirectedException">This region may not hold the state.</exception>
    public void Check(StateKey key, bool isReplicated)
    {
        if (!hasOthers)
        {
            return;
        }

        var regions = policy.RegionsOf(policy.ClassOf(key.GrainKey));
        if (!regions.Contains(self))
        {
            refused();
            throw new MisdirectedException($"{key} belongs to {(regions.Length == 1 ? "region" : "the regions")} {string.Join(", ", regions)}, by its key, and may not be held in {self}. Nothing was done; call it there.", regions);
        }

        if (!isReplicated && regions.Length > 1)
        {
            refused();
            throw new MisdirectedException($"{key} is kept in one region, and there are several: its key has to name one, as '{self}:{key.GrainKey}' does. Nothing was done.", []);
        }
    }
}
