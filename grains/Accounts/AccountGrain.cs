using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Accounts;

/// <summary>Decides nothing itself: <see cref="AccountState"/> computes, the facet commits, sends carry money and full pages to other grains.</summary>
[Reentrant, GrainType("account")]
internal sealed class AccountGrain([DurableState("account")] IDurableState<AccountState> state, IDatabaseClock clock) : Grain, IAccountGrain
{
    private string Self => this.GetPrimaryKeyString();

    public Task<AccountBalance> Open()
    {
        var call = Call();
        return state.Update(present =>
        {
            var step = present.Open(call);
            return Change.To(step.Next, step.Next.View());
        });
    }

    public Task<AccountEntry> Deposit(long amount, string? reference)
    {
        var call = Call();
        return Apply(present => present.Deposit(amount, reference, call));
    }

    public Task<AccountEntry> Withdraw(long amount, string? reference)
    {
        var call = Call();
        return Apply(present => present.Withdraw(amount, reference, call));
    }

    public Task<AccountEntry> Transfer(string toAccount, long amount, string? reference)
    {
        var (call, self) = (Call(), Self);
        return state.Update(present => Commit(present.Transfer(self, toAccount, amount, reference, call)).Send(
            GrainFactory.GetGrain<IAccountGrain>(toAccount),
            other => other.Receive(self, amount, reference),
            this.AsReference<IAccountGrain>(),
            me => me.Refund(toAccount, amount, reference)));
    }

    public Task<AccountEntry> Receive(string fromAccount, long amount, string? reference)
    {
        var call = Call();
        return Apply(present => present.Receive(fromAccount, amount, reference, call));
    }

    public Task<AccountEntry> Refund(string toAccount, long amount, string? reference)
    {
        var call = Call();
        return Apply(present => present.Refund(toAccount, amount, reference, call));
    }

    public Task<AccountBalance> Balance() => Task.FromResult(state.Value.View());

    public async Task<AccountHistory> History(long? before, int limit)
    {
        var window = state.Value.Window(before, limit);
        return window.Assemble(await Task.WhenAll(window.Pages().Select(page => Page(page).Read())));
    }

    /// <summary>Read before an update, never inside it: computed again, an entry must be the same.</summary>
    private AccountCall Call()
    {
        var id = CallScope.Current!.Stamp.Id;
        return new AccountCall(id.Value, id.IsSend ? clock.UtcNow : id.Timestamp);
    }

    private Task<AccountEntry> Apply(Func<AccountState, AccountStep> change) => state.Update(present => Commit(change(present)));

    private Change<AccountState, AccountEntry> Commit(AccountStep step)
    {
        var change = Change.To(step.Next, step.Entry);
        return step.Full is { } full ? change.Send(Page(full.Number), page => page.Store(full.Entries)) : change;
    }

    private IAccountPageGrain Page(long number) => GrainFactory.GetGrain<IAccountPageGrain>($"{Self}#{number}");
}
