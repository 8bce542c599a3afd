using System.Collections.Immutable;
using ActiveActive.State;

namespace ActiveActive.Accounts;

[GrainType("account-page")]
internal sealed class AccountPageGrain([DurableState("page")] IDurableState<AccountPageState> state) : Grain, IAccountPageGrain
{
    public Task Store(ImmutableArray<AccountEntry> entries)
    {
        var page = new AccountPageState { Entries = [.. entries.Select(StoredEntry.Of)] };
        return state.Update(_ => Change.To(page, true));
    }

    public Task<ImmutableArray<AccountEntry>> Read() => Task.FromResult<ImmutableArray<AccountEntry>>([.. state.Value.Entries.Select(entry => entry.View())]);
}
