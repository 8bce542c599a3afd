using ActiveActive.Silo;
using Microsoft.Extensions.Options;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseActiveActive();

var app = builder.Build();
app.MapActiveActive();

// Orleans goes on trying to say goodbye for a minute when the database is down. The time is up when it is up.
var limit = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + TimeSpan.FromSeconds(2);
app.Lifetime.ApplicationStopping.Register(() => new Thread(() =>
{
    Thread.Sleep(limit);
    Environment.Exit(ExitCodes.StopTookTooLong);
})
{ IsBackground = true, Name = "stop limit" }.Start());

await app.RunAsync();

internal static class ExitCodes
{
    public const int StopTookTooLong = 3;
}
