using System.Net;
using ActiveActive.Silo.Storage.Persistent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Newtonsoft.Json;
using Orleans.Serialization;
using Orleans.Storage;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class StateJsonTests : IDisposable
{
    private readonly IHost _host = Host.CreateEmptyApplicationBuilder(null).UseOrleans(static silo => silo.UseLocalhostClustering()).Build();

    private IGrainStorageSerializer Orleans => _host.Services.GetRequiredService<IGrainStorageSerializer>();

    private OrleansJsonSerializerOptions Options => _host.Services.GetRequiredService<IOptions<OrleansJsonSerializerOptions>>().Value;

    public void Dispose() => _host.Dispose();

    [Fact]
    public void It_writes_the_same_text_as_Orleans()
    {
        var shared = new Leaf { Text = "shared" };
        object?[] values =
        [
            null,
            17,
            "text with \"quotes\", ünïcode, \U0001F600 and </script>",
            new string('x', 100_000) + "\U0001F600",
            new byte[] { 1, 2, 3, 255 },
            new DateTime(2026, 11, 28, 1, 2, 3, DateTimeKind.Utc),
            new Leaf(),
            new Leaf { Text = "a", Number = 1.5m },
            new Tree<Leaf> { Left = shared, Right = shared },
            new Tree<Dictionary<string, List<Leaf?>>> { Left = new() { ["k"] = [shared, null, shared] } },
            new Tree<Tree<int>[]> { Left = [new() { Left = 1 }, new()] },
            new Tree<object> { Left = new Special { Extra = "e" }, Right = new int[,] { { 1, 2 }, { 3, 4 } } },
            new Tree<(int, Leaf)?[][]> { Left = [[(1, shared)], [null]] },
            new List<object> { 1L, "s", 2.5, true, new Guid("0a8b7e4c-3a2d-4f55-9d53-62b3d1c7e001"), TimeSpan.FromSeconds(90), Kind.Second },
            new IPEndPoint(IPAddress.Parse("10.1.2.3"), 80),
            GrainId.Create("type", "key"),
        ];
        foreach (var value in values)
        {
            var json = StateJson.For(Orleans, Options)!;
            var expected = Orleans.Serialize(value).ToString();
            Assert.Equal(expected, json.Serialize(value, Orleans).ToString());
            Assert.Equal(expected, json.Serialize(value, new Never()).ToString()); // by itself
            Assert.Equal(expected, json.Serialize(value, new Never()).ToString()); // with memory that was used before
        }
    }

    [Fact]
    public void A_type_whose_text_would_differ_is_left_to_the_serializer_that_is_configured()
    {
        var indented = new OrleansJsonSerializerOptions();
        indented.JsonSerializerSettings.Formatting = Formatting.Indented;
        var configured = new JsonGrainStorageSerializer(new OrleansJsonSerializer(Microsoft.Extensions.Options.Options.Create(indented)));
        var json = StateJson.For(configured, Options)!;
        var value = new Leaf { Text = "a" };

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(configured.Serialize(value).ToString(), json.Serialize(value, configured).ToString());
        }
    }

    [Fact]
    public void What_an_application_has_changed_is_left_alone()
    {
        Assert.NotNull(StateJson.For(Orleans, Options));
        Assert.Null(StateJson.For(new Never(), Options));
        Assert.Null(StateJson.For(Orleans, new OrleansJsonSerializerOptions { JsonSerializerSettings = new JsonSerializerSettings() }));
    }

    [Fact]
    public async Task Threads_do_not_disturb_each_other()
    {
        var json = StateJson.For(Orleans, Options)!;
        json.Serialize(new Tree<Leaf>(), Orleans);
        await Parallel.ForAsync(0, 2_000, (number, _) =>
        {
            var value = new Tree<Leaf> { Left = new Leaf { Text = new string('t', number), Number = number } };
            Assert.Equal(Orleans.Serialize(value).ToString(), json.Serialize(value, new Never()).ToString());
            return ValueTask.CompletedTask;
        });
    }

    internal enum Kind
    {
        First,
        Second,
    }

    internal class Leaf
    {
        public string? Text { get; set; }

        public decimal Number { get; set; }
    }

    internal sealed class Special : Leaf
    {
        public object? Extra { get; set; }
    }

    internal sealed class Tree<T>
    {
        public T? Left { get; set; }

        public T? Right { get; set; }
    }

    private sealed class Never : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => throw new InvalidOperationException("The serializer that is configured was asked.");

        public T? Deserialize<T>(BinaryData input) => throw new NotSupportedException();
    }
}
