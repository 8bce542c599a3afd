using ActiveActive.Merging;
using ActiveActive.Silo.Replication;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Telemetry;

[Collection(ObservedCollection.Name)]
public sealed class SecretTests(ObservedRegions regions)
{
    [Fact]
    public async Task No_payload_and_no_key_is_logged_at_any_level()
    {
        const string Secret = ObservedRegions.Secret;
        (await regions.Send(0, HttpMethod.Post, "/v1/carts/hush/put", $$"""{"item":"{{Secret}}","quantity":1}""")).Is(200);
        (await regions.Send(1, HttpMethod.Post, "/v1/carts/hush/note", $$"""{"text":"{{Secret}} of the other"}""")).Is(200);
        (await regions.Send(0, HttpMethod.Post, "/v1/carts/hush/note", $$"""{"text":"{{Secret}}"}""")).Is(200);
        await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:hush");
        (await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:hush/deposit", $$"""{"amount":5,"reference":"{{Secret}}"}""")).Is(200);
        await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:hush/withdraw", $$"""{"amount":500,"reference":"{{Secret}}"}"""); // refused
        await regions.Send(0, HttpMethod.Post, "/v1/carts/hush/put", $$"""{"item":"{{Secret}}","quantity":"{{Secret}}"}"""); // cannot be read
        await Eventually.Holds(async () => (await regions.Send(1, HttpMethod.Get, "/v1/carts/hush")).Text.Contains(Secret, StringComparison.Ordinal), "the other region has applied it");

        // What cannot be merged is logged with its cause.
        var before = regions.Service<ReplicationFigures>(1).Read()[0].DeadLetters;
        var garbage = new StateWrite(new StateKey("cart", "spoilt", "cart"), 0, Guid.NewGuid(), ChangesState: true, 1, [], [], []) { Tells = new StateDelta(ResidencyPolicy.Everywhere, System.Text.Encoding.UTF8.GetBytes($$"""{"{{Secret}}":["{{Secret}}"]"""), VersionVector.None) };
        await regions.Service<LogTables>(0).Append(ResidencyPolicy.Everywhere, EntryCodec.Write(garbage), CancellationToken.None);
        await Eventually.Holds(() => regions.Service<ReplicationFigures>(1).Read()[0].DeadLetters > before, "it is put aside, and counted");

        Assert.True(regions.Leaks.Seen > 10, "Messages are looked at.");
        Assert.DoesNotContain(regions.Leaks.Found, static found => found.Category.StartsWith("ActiveActive", StringComparison.Ordinal));
        Assert.DoesNotContain(regions.Leaks.Found, static found => found.Level >= LogLevel.Information);
    }
}
