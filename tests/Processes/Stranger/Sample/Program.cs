using System.Collections.Immutable;
using ActiveActive;
using ActiveActive.Silo;
using ActiveActive.State;

var builder = WebApplication.CreateBuilder(args);
builder.UseActiveActive();
var app = builder.Build();
app.MapActiveActive();
app.MapPost("/shows/{show}/seats/{who}", (string show, string who, IGrainFactory grains) => grains.GetGrain<IShowGrain>(show).Reserve(who));
await app.RunAsync();

[ExactlyOnce]
public interface IShowGrain : IGrainWithStringKey
{
    Task<int> Reserve(string who);
}

[Immutable]
public sealed record Show
{
    public ImmutableList<string> Seats { get; init; } = [];
}

public sealed class ShowGrain([DurableState] IDurableState<Show> show) : Grain, IShowGrain
{
    private const int Room = 3;

    public Task<int> Reserve(string who) => show.Update(present => present.Seats.Count < Room
        ? Change.To(present with { Seats = present.Seats.Add(who) }, present.Seats.Count + 1)
        : throw new RefusedException("sold-out", $"All {Room} seats are taken. Choose another show."));
}
