using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call stock KEY get|restock N|take N</c>.</summary>
internal static class StockCommand
{
    public static Command Create(CallSettings settings)
    {
        var key = CallCommand.Key("stock");
        var amount = new Argument<long>("amount") { Description = "Above zero" };
        var command = new Command("stock", "A stock that every region sells and none oversells: get, restock, take") { key };

        var get = new Command("get", "Show how much there is, and how much of it this region may take without asking another one");
        get.Runs(context => GrainCall.Run(context, settings, grains => Stock(grains, context.Get(key)).Get(), Describe));
        command.Add(get);

        var restock = new Command("restock", "Add to it") { amount };
        restock.Runs(context => GrainCall.Run(context, settings, grains => Stock(grains, context.Get(key)).Restock(context.Get(amount)), Describe));
        command.Add(restock);

        var take = new Command("take", "Take from it") { amount };
        take.Runs(context => GrainCall.Run(context, settings, grains => Stock(grains, context.Get(key)).Take(context.Get(amount)), Describe));
        command.Add(take);
        return command;
    }

    private static IStockGrain Stock(IGrainFactory grains, string key) => grains.GetGrain<IStockGrain>(key);

    private static string Describe(StockView stock) => $"{stock.Value}, of which {stock.Here} may be taken here (version {stock.Version})";
}
