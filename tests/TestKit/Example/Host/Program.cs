using ActiveActive.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.UseActiveActive();
var app = builder.Build();
app.MapActiveActive();
await app.RunAsync();
