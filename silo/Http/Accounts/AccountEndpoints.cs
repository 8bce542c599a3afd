using System.ComponentModel;
using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Accounts;

internal static class AccountEndpoints
{
    private const string Json = "application/json";
    private const int DefaultLimit = 50;

    public static void MapAccounts(this IEndpointRouteBuilder v1)
    {
        var accounts = v1.MapGroup("/accounts/{key}").WithTags("Accounts");
        accounts.MapPost("", Open).Writes("OpenAccount", "Opens the account with balance zero.");
        accounts.MapGet("", Get).Reads("GetAccount", "The committed balance.", 404);
        accounts.MapPost("/deposit", Deposit).Accepts<AmountRequest>(Json).Writes("Deposit", "Adds to the balance.", 404);
        accounts.MapPost("/withdraw", Withdraw).Accepts<AmountRequest>(Json)
            .Writes("Withdraw", "Takes from the balance, which never goes below zero.", 404);
        accounts.MapPost("/transfer", Transfer).Accepts<TransferRequest>(Json)
            .Writes("Transfer", "Moves an amount to another account. It has left this one when this is answered, and arrives there once; if it is refused there, it comes back as a refund.", 404);
        accounts.MapGet("/history", History).Reads("GetAccountHistory", "The account's entries, newest first.", 404);
    }

    private static async Task<Created<AccountResponse>> Open(string key, WriteRequest request, IGrainFactory grains)
    {
        request.DemandNoBody();
        var balance = await request.Run(() => grains.GetGrain<IAccountGrain>(key).Open());
        return TypedResults.Created(request.Http.PathBase + $"/v1/accounts/{Uri.EscapeDataString(key)}", AccountResponse.Of(balance));
    }

    private static async Task<Ok<AccountResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(AccountResponse.Of(await grains.GetGrain<IAccountGrain>(key).Balance().WaitAsync(cancellation)));

    private static Task<Ok<EntryResponse>> Deposit(string key, WriteRequest request, IGrainFactory grains)
    {
        var (amount, reference) = Read(request.Body("amount", "reference"));
        return Run(request, () => grains.GetGrain<IAccountGrain>(key).Deposit(amount, reference));
    }

    private static Task<Ok<EntryResponse>> Withdraw(string key, WriteRequest request, IGrainFactory grains)
    {
        var (amount, reference) = Read(request.Body("amount", "reference"));
        return Run(request, () => grains.GetGrain<IAccountGrain>(key).Withdraw(amount, reference));
    }

    private static Task<Ok<EntryResponse>> Transfer(string key, WriteRequest request, IGrainFactory grains)
    {
        var body = request.Body("to", "amount", "reference");
        var to = request.CheckedKey(body.Text("to"));
        var (amount, reference) = Read(body);
        return Run(request, () => grains.GetGrain<IAccountGrain>(key).Transfer(to, amount, reference));
    }

    private static async Task<Ok<HistoryResponse>> History(
        string key,
        IGrainFactory grains,
        CancellationToken cancellation,
        [Description("Only entries with a lower number; leave out for the newest.")] long? before = null,
        [Description("How many at most, 1 to 200.")] int limit = DefaultLimit) =>
        TypedResults.Ok(HistoryResponse.Of(await grains.GetGrain<IAccountGrain>(key).History(before, limit).WaitAsync(cancellation)));

    private static (long Amount, string? Reference) Read(JsonBody body) => (body.WholeNumber("amount"), body.OptionalText("reference"));

    private static async Task<Ok<EntryResponse>> Run(WriteRequest request, Func<Task<AccountEntry>> call) =>
        TypedResults.Ok(EntryResponse.Of(await request.Run(call)));
}
