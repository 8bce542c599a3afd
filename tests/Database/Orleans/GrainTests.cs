namespace ActiveActive.Tests.Database.Orleans;

/// <summary>A grain on Orleans' AdoNet providers and our tables.</summary>
public sealed class GrainTests(OrleansSilo silo) : IClassFixture<OrleansSilo>
{
    [Fact]
    public async Task State_is_written_overwritten_read_and_cleared()
    {
        var grain = silo.Grains.GetGrain<IDiaryGrain>("state");

        Assert.Null(await grain.ReadAgainAsync());
        await grain.WriteAsync("one");
        await grain.WriteAsync("two");
        Assert.Equal("two", await grain.ReadAgainAsync());
        await grain.ClearAsync();
        Assert.Null(await grain.ReadAgainAsync());
        await grain.WriteAsync("three");
        Assert.Equal("three", await grain.ReadAgainAsync());
    }

    [Fact]
    public async Task Reminders_are_registered_changed_listed_and_forgotten()
    {
        var grain = silo.Grains.GetGrain<IDiaryGrain>("reminders");

        await grain.RemindAsync("wake");
        await grain.RemindAsync("sleep");
        await grain.RemindAsync("wake");
        Assert.Equal(["sleep", "wake"], (await grain.RemindersAsync()).Order());
        await grain.ForgetAsync("wake");
        Assert.Equal(["sleep"], await grain.RemindersAsync());
    }
}
