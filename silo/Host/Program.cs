using ActiveActive.Silo;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseActiveActive();

var app = builder.Build();
app.MapActiveActive();
await app.RunAsync();
