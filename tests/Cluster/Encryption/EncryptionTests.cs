using System.Text.Json;
using ActiveActive.Database.Encryption;
using ActiveActive.Silo;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage.Encryption;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static ActiveActive.Tests.Support.Stamped;

namespace ActiveActive.Tests.Cluster.Encryption;

/// <summary>What a database with encryption at rest shows to somebody who reads it, and what becomes of it in the hands of somebody who writes it.</summary>
public sealed class EncryptionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Text = "the treasure is under the oak";
    private EncryptedRegion _region = null!;

    public async ValueTask InitializeAsync() => _region = new EncryptedRegion(await postgres.NewDatabase());

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_that_was_written_can_be_found_in_the_database_unless_encryption_is_off(bool encrypt)
    {
        var cluster = await _region.Start(options => options.Enabled = encrypt, deliverSends: false);
        var grain = Secret(cluster, "a");
        await grain.Write(Text);
        await grain.Note(Text);
        await grain.Send("b", Text);
        await grain.Give("b", Text);
        var found = await _region.ColumnsThatHold(Text);
        string[] open = ["activeactive.send.call", "activeactive.send.if_refused", "activeactive.state.payload"];
        Assert.Equal(encrypt ? [] : open, found.Where(static column => !column.StartsWith("activeactive.effect", StringComparison.Ordinal)).Order());
        Assert.Equal(!encrypt, found.Exists(static column => column.StartsWith("activeactive.effect", StringComparison.Ordinal)));
        Assert.Equal(2, await _region.Scalar<long>("select count(*) from activeactive.state"));
        Assert.Equal(encrypt ? 0 : 7, (await _region.Use()).Unencrypted);
    }

    [Fact]
    public async Task Another_silo_reads_back_all_of_it_and_finds_replies_and_delivers_sends()
    {
        var id = NewId();
        await using (var first = await _region.Start(deliverSends: false))
        {
            var grain = Secret(first, "a");
            Assert.Equal(Text, await Call(id, 1, () => grain.Write(Text)));
            await grain.Note("note");
            await grain.Send("b", Text);
            await grain.Give("b", "gift");
        }

        await _region.Execute("update activeactive.send set next_attempt_at = clock_timestamp()");
        var second = await _region.Start();
        Assert.Equal(Text, await Call(id, 2, () => Secret(second, "a").Write(Text)));
        await Eventually.Holds(async () => await _region.Scalar<long>("select count(*) from activeactive.send where done_at is null") == 0, "all sends are acknowledged");
        Assert.Equal((Text + "back: gift", "note", Text), (await Secret(second, "a").Read(), await Secret(second, "a").ReadNote(), await Secret(second, "b").Read()));
    }

    [Fact]
    public async Task Two_silos_that_write_in_turn_open_what_the_other_sealed_also_when_their_keys_are_spent_all_the_time()
    {
        var (one, other) = (await _region.Start(Spent), await _region.Start(Spent));
        for (var turn = 0; turn < 10; turn++)
        {
            await Secret(turn % 2 == 0 ? one : other, "a").Write($"{turn}");
        }

        Assert.Equal("0123456789", await Fresh(other, "a"));
        Assert.True((await _region.Use()).DataKeys.Count >= 10);
        Assert.Equal(await _region.Scalar<long>(Sealed), await _region.Scalar<long>($"select count(distinct header) from ({Headers}) as headers"));

        static void Spent(EncryptionOptions options) => options.MaxValuesPerDataKey = 2;
    }

    [Fact]
    public async Task A_rotation_while_grains_write_loses_nothing_and_frees_the_old_key()
    {
        var cluster = await _region.Start(silos: 2);
        await Secret(cluster, "idle").Write(Text);
        await Secret(cluster, "idle").Note(Text);
        await Secret(cluster, "idle").Leave();
        var version = await _region.Scalar<long>("select version from activeactive.state where grain_key = 'idle' and name = 'secret'");
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteUntil(cluster, $"writer-{writer}", enough.Token))).ToList();
        var second = KeyFile.Add(_region.File, makePrimary: true, TimeProvider.System);
        await _region.IsFreeOf(_region.FirstKey);
        await enough.CancelAsync();
        var counts = await Task.WhenAll(writers);

        // The old key is gone for good: a silo that never had it reads everything.
        var file = KeyFile.Read(_region.File);
        RemoveFromFile(_region.FirstKey, file);
        var after = await _region.Start();
        for (var writer = 0; writer < counts.Length; writer++)
        {
            Assert.True(counts[writer] > 0);
            Assert.Equal(new string('x', counts[writer]), await Secret(after, $"writer-{writer}").Read());
        }

        Assert.Equal((Text, Text), (await Secret(after, "idle").Read(), await Secret(after, "idle").ReadNote()));
        Assert.Equal(version, await _region.Scalar<long>("select version from activeactive.state where grain_key = 'idle' and name = 'secret'"));
        Assert.All((await _region.Use()).DataKeys, key => Assert.Equal(second, key.RingKey));
    }

    [Fact]
    public async Task Pending_sends_and_their_replies_are_sealed_anew_too_and_still_arrive()
    {
        await using (var silent = await _region.Start(deliverSends: false))
        {
            await Secret(silent, "a").Send("b", Text);
            await Secret(silent, "a").Give("b", "gift");
            KeyFile.Add(_region.File, makePrimary: true, TimeProvider.System);
            await _region.IsFreeOf(_region.FirstKey);
        }

        RemoveFromFile(_region.FirstKey, KeyFile.Read(_region.File));
        await _region.Execute("update activeactive.send set next_attempt_at = clock_timestamp()");
        var cluster = await _region.Start();
        await Eventually.Holds(async () => await _region.Scalar<long>("select count(*) from activeactive.send where done_at is null") == 0, "all sends are acknowledged");
        Assert.Equal((Text, "back: gift"), (await Secret(cluster, "b").Read(), await Secret(cluster, "a").Read()));
    }

    [Fact]
    public async Task A_data_key_of_a_live_silo_or_of_a_reply_is_not_removed()
    {
        var cluster = await _region.Start();
        await Secret(cluster, "a").Write(Text);
        KeyFile.Add(_region.File, makePrimary: true, TimeProvider.System);
        await Eventually.Holds(
            async () => (await _region.Use()).DataKeys.Any(key => key.RingKey == _region.FirstKey && key is { IsRetired: true, States: 0, Effects: > 0 }),
            "nothing but a reply has the old key");
        await cluster.Service<Reencryption>().RunNow(default);
        Assert.Contains((await _region.Use()).DataKeys, key => key.RingKey == _region.FirstKey);
        Assert.Contains((await _region.Use()).DataKeys, static key => !key.IsRetired);
        await _region.IsFreeOf(_region.FirstKey);
    }

    [Fact]
    public async Task A_write_with_a_retired_key_is_sealed_again_with_another_and_a_late_one_never_arrives()
    {
        var cluster = await _region.Start(Still);
        var (store, keys) = (cluster.Service<IStateStore>(), cluster.Service<DataKeys>());
        var old = await keys.Current(default);
        await Retire();
        Assert.Equal(Text, await Secret(cluster, "a").Write(Text));
        Assert.NotEqual(old.Id, (await keys.Current(default)).Id);
        Assert.Equal(Text, await Fresh(cluster, "a"));

        // What a silo sealed and sent long after its key was retired.
        var late = new StateWrite(new StateKey("secret", "late", "secret"), 0, Guid.CreateVersion7(), ChangesState: true, 1, old.Seal("{}"u8, SealedPlace.Reply(NewId())), [], []);
        await Assert.ThrowsAsync<DataKeyRetiredException>(() => cluster.Service<ActiveActive.Silo.Storage.PostgresStateStore>().Commit(late, default));
        await _region.Execute($"delete from activeactive.data_key where id = {old.Id}");
        await Assert.ThrowsAsync<DataKeyRetiredException>(() => cluster.Service<ActiveActive.Silo.Storage.PostgresStateStore>().Commit(late, default));
        Assert.Null(await store.Load(late.Key, default));

        Task Retire() => _region.Execute("update activeactive.data_key set retired_at = clock_timestamp(), retired_by = pg_current_xact_id()");
    }

    [Theory]
    [InlineData("a flipped bit", "update activeactive.state set payload = set_byte(payload, 30, get_byte(payload, 30) # 1) where grain_key = 'a'", "secret/a/secret", "was changed")]
    [InlineData("another row's value", "update activeactive.state s set payload = o.payload from activeactive.state o where s.grain_key = 'a' and o.grain_key = 'b'", "secret/a/secret", "another row")]
    [InlineData("an older value", "update activeactive.state s set payload = o.payload from earlier o where s.grain_key = o.grain_key", "secret/a/secret (version 2)", "another row, column or version")]
    [InlineData("another version", "update activeactive.state set version = version + 1 where grain_key = 'a'", "secret/a/secret (version 3)", "was changed")]
    [InlineData("another type version", "update activeactive.state set type_version = 0 where grain_key = 'a'", "secret/a/secret", "was changed")]
    [InlineData("a value that is not encrypted", """update activeactive.state set payload = '{"Text":"forged"}' where grain_key = 'a'""", "secret/a/secret", "is not encrypted")]
    [InlineData("a format of the future", "update activeactive.state set payload = set_byte(payload, 8, 9) where grain_key = 'a'", "secret/a/secret", "sealed in format 9")]
    [InlineData("a missing data key", "delete from activeactive.data_key", "secret/a/secret", "is not in the table activeactive.data_key")]
    public async Task A_row_that_was_tampered_with_is_refused_and_left_as_it_is(string what, string sql, string row, string says)
    {
        await using (var before = await _region.Start(Still))
        {
            await Secret(before, "a").Write("one");
            await Secret(before, "b").Write("one");
            await _region.Execute("create table earlier as select * from activeactive.state where grain_key = 'a'");
            await Secret(before, "a").Write("two");
            await Secret(before, "b").Write("two");
        }

        await _region.Execute(sql);
        const string All = "select string_agg(version || ' ' || encode(payload, 'hex'), ',' order by grain_key) from activeactive.state where name = 'secret'";
        var stored = await _region.Scalar<string>(All);
        var cluster = await _region.Start(Still);
        foreach (var call in (Func<Task>[])[() => Secret(cluster, "a").Read(), () => Secret(cluster, "a").Write("three"), () => Secret(cluster, "a").Read()])
        {
            var error = await Assert.ThrowsAsync<EncryptionException>(call);
            Assert.True(error.Message.Contains(row, StringComparison.Ordinal) && error.Message.Contains(says, StringComparison.Ordinal), $"{what}: {error.Message}");
            Assert.Equal(Advice.FixTheCause, error.Advice);
        }

        Assert.Equal(stored, await _region.Scalar<string>(All));
        if (!sql.StartsWith("delete", StringComparison.Ordinal))
        {
            Assert.Equal("onetwo", await Secret(cluster, "b").Read());
        }
    }

    [Fact]
    public async Task A_reply_or_a_send_that_was_tampered_with_is_refused()
    {
        var (one, other) = (NewId(), NewId());
        await using (var before = await _region.Start(Still, deliverSends: false))
        {
            await Call(one, 1, () => Secret(before, "a").Write("one"));
            await Call(other, 1, () => Secret(before, "a").Write("two"));
            await Secret(before, "a").Send("b", Text);
            await Secret(before, "a").Send("c", "other");
        }

        await _region.Execute("update activeactive.effect e set reply = (select reply from activeactive.effect o where o.id <> e.id limit 1)");
        await _region.Execute("update activeactive.send s set call = o.call, next_attempt_at = clock_timestamp() from activeactive.send o where o.id <> s.id");
        var cluster = await _region.Start(Still);
        var error = await Assert.ThrowsAsync<EncryptionException>(() => Call(one, 2, () => Secret(cluster, "a").Write("one")));
        Assert.Contains("the reply of effect", error.Message, StringComparison.Ordinal);
        await Eventually.Holds(
            async () => await _region.Scalar<long>("select count(*) from activeactive.send where done_at is null and attempts >= 2 and last_error like '%the call of send%cannot be decrypted%'") == 2,
            "both sends show why they are not delivered");
        Assert.Equal(("onetwo", "", ""), (await Secret(cluster, "a").Read(), await Secret(cluster, "b").Read(), await Secret(cluster, "c").Read()));
    }

    [Fact]
    public async Task Without_the_ring_key_a_row_is_refused_until_it_is_put_back_and_a_wrong_primary_key_keeps_the_silo_from_starting()
    {
        await using (var before = await _region.Start(Still))
        {
            await Secret(before, "a").Write(Text);
        }

        KeyFile.Add(_region.File, makePrimary: true, TimeProvider.System);
        var both = await File.ReadAllTextAsync(_region.File);
        RemoveFromFile(_region.FirstKey, KeyFile.Read(_region.File));
        var cluster = await _region.Start(Still);
        var error = await Assert.ThrowsAsync<EncryptionException>(() => Secret(cluster, "a").Read());
        Assert.Contains($"lacks ring key '{_region.FirstKey}'", error.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_region.File, both);
        Assert.Equal(Text, await Secret(cluster, "a").Read());

        KeyFile.Use(_region.File, _region.FirstKey);
        var key = Convert.ToBase64String(KeyFile.Read(_region.File).Keys[_region.FirstKey]);
        await File.WriteAllTextAsync(_region.File, JsonSerializer.Serialize(new { primary = _region.FirstKey, keys = new Dictionary<string, string> { [_region.FirstKey] = Convert.ToBase64String(new byte[32]) } }));
        Assert.NotEqual(key, Convert.ToBase64String(KeyFile.Read(_region.File).Keys[_region.FirstKey]));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _region.Start(Still));
        Assert.Contains($"is not unwrapped by the ring's key '{_region.FirstKey}'", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_encryption_off_a_sealed_row_is_refused_and_said_to_be_encrypted()
    {
        await using (var before = await _region.Start(Still))
        {
            await Secret(before, "a").Write(Text);
        }

        var cluster = await _region.Start(static options => options.Enabled = false);
        var error = await Assert.ThrowsAsync<EncryptionException>(() => Secret(cluster, "a").Write("more"));
        Assert.Contains("Encryption:Enabled false", error.Message, StringComparison.Ordinal);
        Assert.Equal("more", await Secret(cluster, "b").Write("more"));
    }

    [Fact]
    public async Task Encryption_is_turned_on_with_data_present_by_allowing_what_is_not_encrypted_for_a_while()
    {
        await using (var before = await _region.Start(static options => options.Enabled = false, deliverSends: false))
        {
            for (var grain = 0; grain < 250; grain++)
            {
                await Secret(before, $"{grain}").Write(Text);
            }

            await Secret(before, "0").Send("1", "sent");
        }

        await using (var strict = await _region.Start(Still, deliverSends: false))
        {
            await Assert.ThrowsAsync<EncryptionException>(() => Secret(strict, "0").Read());
        }

        await using (var lenient = await _region.Start(static options => options.AllowUnencrypted = true, deliverSends: false))
        {
            Assert.Equal(Text, await Secret(lenient, "0").Read());
            await _region.Execute("delete from activeactive.effect where activeactive.data_key_of(reply) is null");
            await Eventually.Holds(async () => (await _region.Use()).Unencrypted == 0, "all is encrypted");
        }

        await _region.Execute("update activeactive.send set next_attempt_at = clock_timestamp()");
        var after = await _region.Start(Still);
        Assert.Empty(await _region.ColumnsThatHold(Text));
        await Eventually.Holds(async () => await Secret(after, "1").Read() == Text + "sent", "the send arrives");
        Assert.Equal(Text, await Secret(after, "249").Read());
    }

    [Fact]
    public async Task State_that_would_not_be_encrypted_keeps_the_silo_from_starting()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => RegionCluster.Start(_region.Database, configureSilo: silo => silo.Services.Configure<ActiveActiveOptions>(options =>
        {
            (options.Encryption.Enabled, options.Encryption.KeyFile) = (true, _region.File);
            options.Storage.Provider = StorageProvider.AdoNet;
        })));
        Assert.Contains("Storage.Provider is AdoNet", error.ToString(), StringComparison.Ordinal);
    }

    private const string Headers = """
        select substr(payload, 10, 16) as header from activeactive.state where payload is not null
        union all select substr(reply, 10, 16) from activeactive.effect
        """;

    private const string Sealed = $"select count(*) from ({Headers}) as headers";

    /// <summary>Nothing in the background: what a test did to the database stays.</summary>
    private static void Still(EncryptionOptions options) =>
        (options.RenewPeriod, options.RetireAfter, options.ReencryptionPeriod) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(1));

    private static ISecretGrain Secret(RegionCluster cluster, string key) => cluster.Grains.GetGrain<ISecretGrain>(key);

    /// <summary>What a new activation reads.</summary>
    private static async Task<string> Fresh(RegionCluster cluster, string key)
    {
        var row = await cluster.Service<IStateStore>().Load(new StateKey("secret", key, "secret"), default);
        return JsonSerializer.Deserialize<Secret>(row!.Payload!)!.Text;
    }

    private static async Task<int> WriteUntil(RegionCluster cluster, string key, CancellationToken enough)
    {
        var written = 0;
        for (; written == 0 || !enough.IsCancellationRequested; written++)
        {
            await Secret(cluster, key).Write("x");
        }

        return written;
    }

    private void RemoveFromFile(string name, KeyFile file) => File.WriteAllText(
        _region.File,
        JsonSerializer.Serialize(new { primary = file.Primary, keys = file.Keys.Where(key => key.Key != name).ToDictionary(static key => key.Key, static key => Convert.ToBase64String(key.Value)) }));
}
