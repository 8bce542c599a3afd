using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Carts;

internal static class CartEndpoints
{
    public static void MapCarts(this IEndpointRouteBuilder v1)
    {
        var carts = v1.MapGroup("/carts/{key}").WithTags("Carts");
        carts.MapGet("", Get).Reads("GetCart", "What is in the cart, with what has arrived from other regions.");
        carts.MapPost("/put", Put).Accepts<PutRequest>("application/json").Writes("PutIntoCart", "Puts some of an item in. What regions put in at the same time adds up.");
        carts.MapPost("/take-out", TakeOut).Accepts<ItemRequest>("application/json").Writes("TakeOutOfCart", "Takes an item out, as much of it as is known in this region.");
        carts.MapPost("/note", Note).Accepts<NoteRequest>("application/json").Writes("NoteOnCart", "Writes the note, in the place of all that are known in this region.");
    }

    private static async Task<Ok<CartResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(CartResponse.Of(await grains.GetGrain<ICartGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<CartResponse>> Put(string key, WriteRequest request, IGrainFactory grains)
    {
        var body = request.Body("item", "quantity");
        var (item, quantity) = (body.Text("item"), body.WholeNumber("quantity"));
        return TypedResults.Ok(CartResponse.Of(await request.Run(() => grains.GetGrain<ICartGrain>(key).Put(item, quantity))));
    }

    private static async Task<Ok<CartResponse>> TakeOut(string key, WriteRequest request, IGrainFactory grains)
    {
        var item = request.Body("item").Text("item");
        return TypedResults.Ok(CartResponse.Of(await request.Run(() => grains.GetGrain<ICartGrain>(key).TakeOut(item))));
    }

    private static async Task<Ok<CartResponse>> Note(string key, WriteRequest request, IGrainFactory grains)
    {
        var text = request.Body("text").Text("text");
        return TypedResults.Ok(CartResponse.Of(await request.Run(() => grains.GetGrain<ICartGrain>(key).Note(text))));
    }
}
