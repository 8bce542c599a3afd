namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>Asks the membership table about this silo.</summary>
internal sealed class OwnRow(IMembershipTable table, ILocalSiloDetails self, SelfFence fence, OwnDeath death, TimeProvider time)
{
    /// <summary>Asks, and tells the fence.</summary>
    /// <returns>The timestamp as of which the silo was a member; null when it was not, or nobody knows.</returns>
    public async Task<long?> Ask(CancellationToken cancellation)
    {
        var before = time.GetTimestamp();
        var row = await table.ReadRowAsync(self.SiloAddress, cancellation).WaitAsync(cancellation);
        switch (row.TryGet(self.SiloAddress)?.Item1.Status)
        {
            case SiloStatus.Dead:
                death.Learn("its row in the membership table");
                return null;
            case null:
                return null;
            default:
                fence.ConfirmByDatabase(before);
                return before;
        }
    }
}
