using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call account KEY open|deposit N|withdraw N|transfer TO N|balance|history</c>.</summary>
internal static class AccountCommand
{
    public static Command Create(CallSettings settings)
    {
        var key = CallCommand.Key("account");
        var amount = new Argument<long>("amount") { Description = "In the smallest unit, above zero" };
        var reference = new Option<string?>("--reference") { Description = "A note that is kept with the entry", HelpName = "text" };
        var to = new Argument<string>("to") { Description = "The key of the account that receives it" };
        var before = new Option<long?>("--before") { Description = "Only entries with a lower number", HelpName = "number" };
        var limit = new Option<int>("--limit") { Description = $"How many at most, 1 to {AccountHistory.MaxLimit}", HelpName = "number", DefaultValueFactory = static _ => 20 };
        var command = new Command("account", "A durable account: open, deposit, withdraw, transfer, balance, history") { key };

        Add("open", "Open it", [], Describe, (account, _) => account.Open());
        Add("deposit", "Add to its balance", [amount, reference], Describe, (account, context) => account.Deposit(context.Get(amount), context.Get(reference)));
        Add("withdraw", "Take from its balance", [amount, reference], Describe, (account, context) => account.Withdraw(context.Get(amount), context.Get(reference)));
        Add(
            "transfer",
            "Move an amount to another account; it arrives there exactly once",
            [to, amount, reference],
            Describe,
            (account, context) => account.Transfer(context.Get(to), context.Get(amount), context.Get(reference)));
        Add("balance", "Show its balance", [], Describe, static (account, _) => account.Balance());
        Add("history", "Show its entries, newest first", [before, limit], Describe, (account, context) => account.History(context.Get(before), context.Get(limit)));
        return command;

        void Add<T>(string name, string description, Symbol[] symbols, Func<T, string> describe, Func<IAccountGrain, CommandContext, Task<T>> call)
        {
            var inner = new Command(name, description);
            foreach (var symbol in symbols)
            {
                if (symbol is Argument argument)
                {
                    inner.Add(argument);
                }
                else
                {
                    inner.Add((Option)symbol);
                }
            }

            inner.Runs(context => GrainCall.Run(context, settings, grains => call(grains.GetGrain<IAccountGrain>(context.Get(key)), context), describe));
            command.Add(inner);
        }
    }

    private static string Describe(AccountBalance balance) => $"Balance {balance.Amount} ({balance.Entries} entries)";

    private static string Describe(AccountEntry entry) =>
        $"#{entry.Number} {entry.At:u} {entry.Kind} {entry.Amount}, balance {entry.Balance}"
        + (entry.OtherAccount is null ? "" : $", other account {entry.OtherAccount}")
        + (entry.Reference is null ? "" : $", \"{entry.Reference}\"");

    private static string Describe(AccountHistory history) => history.Entries.Length == 0
        ? "No entries."
        : string.Join(Environment.NewLine, history.Entries.Select(Describe)) + (history.Before is { } before ? $"{Environment.NewLine}(older ones: --before {before})" : "");
}
