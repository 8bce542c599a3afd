using ActiveActive.Silo;
using Microsoft.Extensions.Options;

var hasStarted = false;
try
{
    // The settings lie beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    // Each provider of logs compiles code of its own for each kind of message at its first one, and the first ones of many kinds come when a silo dies: the console is enough.
    builder.Logging.ClearProviders().AddConsole();
    builder.UseActiveActive();
    await using var app = builder.Build();
    app.MapActiveActive();
    LimitStop(app);
    await app.StartAsync();
    hasStarted = true;
    await app.WaitForShutdownAsync();
    return ExitCodes.Stopped;
}
catch (Exception error) when (!hasStarted)
{
    // What the log has of it was written when the application was disposed of.
    Console.Error.WriteLine($"The silo could not be started. {error.Message}");
    return ExitCodes.NotStarted;
}

// Orleans goes on trying to say goodbye for a minute when the database is down. The time is up when it is up.
static void LimitStop(WebApplication app)
{
    var limit = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + TimeSpan.FromSeconds(2);
    app.Lifetime.ApplicationStopping.Register(() => new Thread(() =>
    {
        Thread.Sleep(limit);
        Environment.Exit(ExitCodes.StopTookTooLong);
    })
    { IsBackground = true, Name = "stop limit" }.Start());
}

internal static class ExitCodes
{
    public const int Stopped = 0;
    public const int NotStarted = 1;
    public const int StopTookTooLong = 3;
}
