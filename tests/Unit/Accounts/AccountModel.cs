using System.Collections.Immutable;
using ActiveActive.Accounts;

namespace ActiveActive.Tests.Unit.Accounts;

/// <summary>An account as its grain runs it, with the grains that keep its full pages, and the plain list of entries that it must agree with.</summary>
internal sealed class AccountModel
{
    private readonly Dictionary<long, ImmutableArray<AccountEntry>> _pages = [];
    private int _calls;

    public AccountModel() => Apply(state => state.Open(Call()));

    public AccountState State { get; private set; } = new();

    public List<AccountEntry> Entries { get; } = [];

    /// <summary>Whether full pages arrive at once.</summary>
    public bool Delivers { get; set; } = true;

    public AccountCall Call() => new(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch.AddSeconds(++_calls));

    /// <summary>Applies a change; answers the code of the refusal, or null.</summary>
    public string? Apply(Func<AccountState, AccountStep> change)
    {
        try
        {
            var step = change(State);
            State = step.Next;
            Entries.Add(step.Entry);
            if (step.Full is { } page && Delivers)
            {
                _pages.Add(page.Number, page.Entries);
            }

            return null;
        }
        catch (RefusedException refusal)
        {
            return refusal.Code;
        }
    }

    public AccountHistory History(long? before, int limit)
    {
        var window = State.Window(before, limit);
        return window.Assemble([.. window.Pages().Select(page => _pages.GetValueOrDefault(page, []))]);
    }
}
