using ActiveActive;
using ActiveActive.Silo;
using ActiveActive.State;
using Orleans.CodeGeneration;

var builder = WebApplication.CreateBuilder(args);
builder.UseActiveActive();
var app = builder.Build();
app.MapActiveActive();
app.MapPost("/scores/{name}/add", (string name, IGrainFactory grains) => grains.GetGrain<IScoreGrain>(name).Add());
#if V2
app.MapPost("/scores/{name}/bonus", (string name, IGrainFactory grains) => grains.GetGrain<IScoreGrain>(name).Bonus());
#endif
await app.RunAsync();

// The second release has a new method, and its state has a member that the first must not lose: both versions go up together.
[ExactlyOnce, Alias("IScoreGrain")]
#if V2
[Version(2)]
#else
[Version(1)]
#endif
public interface IScoreGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<string> Add();

#if V2
    [Alias("Bonus")]
    Task<string> Bonus();
#endif
}

[Immutable]
#if V2
[StateType(2)]
#endif
public sealed record Score
{
    public int Points { get; init; }

#if V2
    public int Bonuses { get; init; }
#endif
}

[GrainType("score")]
public sealed class ScoreGrain([DurableState] IDurableState<Score> score) : Grain, IScoreGrain
{
#if V2
    public Task<string> Add() => score.Update(s => Change.To(s with { Points = s.Points + 1 }, $"{s.Points + 1}+{s.Bonuses}"));

    public Task<string> Bonus() => score.Update(s => Change.To(s with { Bonuses = s.Bonuses + 1 }, $"{s.Points}+{s.Bonuses + 1}"));
#else
    public Task<string> Add() => score.Update(s => Change.To(s with { Points = s.Points + 1 }, $"{s.Points + 1}"));
#endif
}
