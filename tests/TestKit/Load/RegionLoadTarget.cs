using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Regions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ActiveActive.TestKit.Load;

/// <summary>The ready-made grains of a region, called by the client library.</summary>
internal sealed class RegionLoadTarget : ILoadTarget
{
    private readonly RegionClient _client;
    private readonly ReplyCutter? _cutter;
    private readonly int _seed;

    private RegionLoadTarget(RegionClient client, ReplyCutter? cutter, int seed)
    {
        _client = client;
        _cutter = cutter;
        _seed = seed;
    }

    public bool MayRepeat => true;

    public long Cuts => _cutter?.Cuts ?? 0;

    public static async Task<ILoadTarget> Connect(WorkerSettings settings)
    {
        var cutter = settings.DropReplies ? new ReplyCutter() : null;
        var client = await RegionClient.Connect(
            settings.Region,
            settings.Database,
            configureServices: cutter is null
                ? null
                : services => services.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connection => connection.Use(cutter.Middleware))));
        return new RegionLoadTarget(client, cutter, settings.Plan.Seed);
    }

    public Task Disturb(CancellationToken until) => _cutter?.Run(_seed, until) ?? Task.CompletedTask;

    public async Task<Answer> Call(Operation operation, int attempt)
    {
        using var scope = CallScope.Begin(new RequestId(operation.Id), attempt);
        var reference = operation.Id.ToString();
        switch (operation.Kind)
        {
            case OperationKind.CounterAdd:
                return Of(await Counter(operation).Add(operation.Amount));
            case OperationKind.CounterRead:
                return Of(await Counter(operation).Get());
            case OperationKind.Balance:
                var balance = await Account(operation).Balance();
                return new Answer(balance.Entries, balance.Amount);
            case OperationKind.Deposit:
                return Of(await Account(operation).Deposit(operation.Amount, reference));
            case OperationKind.Withdraw:
                return Of(await Account(operation).Withdraw(operation.Amount, reference));
            case OperationKind.Transfer:
                return Of(await Account(operation).Transfer(operation.To!, operation.Amount, reference));
            case OperationKind.CartRead:
                return Of(await Cart(operation).Get());
            case OperationKind.CartPut:
                return Of(await Cart(operation).Put(operation.Text!, operation.Amount));
            case OperationKind.RegisterRead:
                return Of(await Register(operation).Get());
            case OperationKind.RegisterWrite:
                return Of(await Register(operation).Set(Json(operation.Text), RegisterCondition.None));
            default:
                return Of(await Register(operation).Set(Json(operation.Text), new RegisterCondition(IfMatch: operation.ExpectedTag)));
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private ICounterGrain Counter(Operation operation) => _client.Grains.GetGrain<ICounterGrain>(operation.Key);

    private IAccountGrain Account(Operation operation) => _client.Grains.GetGrain<IAccountGrain>(operation.Key);

    private IRegisterGrain Register(Operation operation) => _client.Grains.GetGrain<IRegisterGrain>(operation.Key);

    private ICartGrain Cart(Operation operation) => _client.Grains.GetGrain<ICartGrain>(operation.Key);

    private static Answer Of(CartView cart) => new(1 + cart.Lines.Sum(static line => line.Quantity), 0);

    private static Answer Of(CounterValue value) => new(value.Version, value.Value);

    private static Answer Of(AccountEntry entry) => new(entry.Number, entry.Balance);

    private static Answer Of(RegisterValue? value) => new(0, 0, value?.Json.Trim('"'), value?.ETag);

    private static string Json(string? text) => $"\"{text}\"";
}
