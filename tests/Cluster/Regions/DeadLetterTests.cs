using System.Text.Json;
using ActiveActive.Cli;
using ActiveActive.Database.DeadLetters;
using ActiveActive.Merging;
using ActiveActive.Silo.Replication;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Cluster.Regions.Grains;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>What could not be merged and was put aside is merged again, repaired or dropped.</summary>
public sealed class DeadLetterTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_aside_is_merged_in_order_when_it_is_tried_again_and_counts_as_applied()
    {
        await using var group = await RegionGroup.Start(postgres, 2, keepLogFor: TimeSpan.Zero);
        var (text, letters) = await Poisoned(group);
        Assert.Contains("more than this code understands", letters[0].Cause, StringComparison.Ordinal);
        Assert.Contains(text, letters[0].Delta ?? (await Find(group, letters[0].Id))?.Delta, StringComparison.Ordinal);

        // As it is, it fails again.
        await AsideLetters.RetryAsync(Source(group), letters[1].Id, "tester", Cancellation);
        await Tried(group, 2);
        Assert.Equal(["before"], (await group.Notebook(1, "held").Read()).Words);

        Assert.True(FragileText.Unreadable.TryRemove(text, out _));
        await AsideLetters.RetryAsync(Source(group), letters[1].Id, "tester", Cancellation);
        await group.Converge(page => page.Seal == text && page.Words.Contains("after"), "held");
        await Tried(group, 0);
        await group.Notebook(0, "held").Add("later");
        await group.Notebook(1, "held").Add("other");
        await group.Converge(static page => page.Words is ["after", "before", "later", "other"], "held");

        // Other regions hear that it is applied.
        await Eventually.Holds(async () => await group.Clusters[0]!.Scalar<long>("select count(*) from activeactive.log") < 6, "the log is trimmed");
    }

    [Fact]
    public async Task Newer_code_merges_what_older_code_put_aside()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var (text, _) = await Poisoned(group);
        await group.Stop(1);
        FragileText.Unreadable.TryRemove(text, out _);
        await group.Start(1);
        await group.Converge(page => page.Seal == text && page.Words.Contains("after"), "held");
        await Tried(group, 0);
    }

    [Fact]
    public async Task What_was_merged_before_is_not_put_aside_when_it_comes_again()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Poisoned(group);
        await group.Stop(1);
        await using (var database = Npgsql.NpgsqlDataSource.Create(group.ConnectionString(1)))
        await using (var forget = database.CreateCommand("update activeactive.stream set applied = 0, mark = null where region = 'r0'"))
        {
            await forget.ExecuteNonQueryAsync(Cancellation);
        }

        await group.Start(1);
        await group.Notebook(0, "held").Add("later");
        await Eventually.Holds(async () => (await List(group)).Count == 3, "the new change is put behind the others");
        Assert.Equal(["before"], (await group.Notebook(1, "held").Read()).Words);
    }

    [Fact]
    public async Task What_is_dropped_is_lost_here_and_what_comes_behind_is_not()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var (text, letters) = await Poisoned(group);
        await AsideLetters.DropAsync(Source(group), letters[0].Id, "tester", "not worth it", Cancellation);
        await Tried(group, 0);
        await group.Notebook(0, "held").Add("later");
        await Eventually.Holds(async () => (await group.Notebook(1, "held").Read()).Words is ["after", "before", "later"], "what comes behind is merged");
        Assert.Null((await group.Notebook(1, "held").Read()).Seal);
        Assert.Equal(text, (await group.Notebook(0, "held").Read()).Seal);
        Assert.Equal("tester: not worth it", await group.Clusters[1]!.Scalar<string>("select dropped_by || ': ' || why from activeactive.dropped_letter where grain_key = 'held'"));

        // A new write is above what was dropped, everywhere.
        FragileText.Unreadable.TryRemove(text, out _);
        await group.Notebook(1, "held").Seal("new");
        await group.Converge(static page => page.Seal == "new", "held");
    }

    [Fact]
    public async Task What_cannot_even_be_read_can_be_dropped_once_a_later_change_tells_what_it_wrote()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var garbage = new StateWrite(new StateKey("notebook", "held", "notes"), 1, Guid.NewGuid(), ChangesState: true, TypeVersion: 99, [], [], []) { Tells = new StateDelta("all", "no JSON"u8.ToArray(), VersionVector.None) };
        await group.Clusters[0]!.Service<LogTables>().Append(ResidencyPolicy.Everywhere, EntryCodec.Write(garbage), Cancellation);
        await Eventually.Holds(async () => (await List(group)).Count == 1, "it is put aside");
        var letter = (await List(group)).Single();
        await AsideLetters.DropAsync(Source(group), letter.Id, "tester", null, Cancellation);
        await Eventually.Holds(async () => (await List(group)) is [{ Asked: null } one] && one.Cause.Contains("no later one", StringComparison.Ordinal), "it is refused");

        await group.Notebook(0, "held").Add("one");
        await group.Notebook(0, "held").Add("two");
        await Eventually.Holds(async () => (await List(group)).Count == 3, "what comes behind is put aside");
        await AsideLetters.DropAsync(Source(group), letter.Id, "tester", null, Cancellation);
        await Tried(group, 0);
        await group.Converge(static page => page.Count == 2, "held");
    }

    [Fact]
    public async Task What_is_repaired_is_merged_as_it_is_then()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var (text, letters) = await Poisoned(group);
        var delta = (await Find(group, letters[0].Id))!.Delta!;

        await AsideLetters.RepairAsync(Source(group), letters[0].Id, "tester", "{ \"Value\": {}, \"Context\": { \"Vector\": {}, \"Beyond\": [] }, \"Latest\": \"\" }", Cancellation);
        await Eventually.Holds(async () => (await List(group)) is [{ Asked: null } one, _] && one.Cause.Contains("Keep the Context", StringComparison.Ordinal), "a change without its context is refused");

        await AsideLetters.RepairAsync(Source(group), letters[0].Id, "tester", delta.Replace(text, "mended", StringComparison.Ordinal), Cancellation);
        await Tried(group, 0);
        await Eventually.Holds(async () => await group.Notebook(1, "held").Read() is { Seal: "mended", Words: ["after", "before"] }, "it is merged with what comes behind");
    }

    [Fact]
    public async Task Aactl_lists_shows_retries_repairs_and_drops()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var (text, letters) = await Poisoned(group);
        var id = $"{letters[0].Id}";
        var (listed, _, _) = await Aactl("list", "--key", "held");
        Assert.Equal([.. letters.Select(static one => one.Id)], listed.EnumerateArray().Select(static one => one.GetProperty("id").GetInt64()));
        Assert.Empty((await Aactl("list", "--grain-type", "other")).Answer.EnumerateArray());
        var (shown, _, _) = await Aactl("show", id);
        var delta = shown.GetProperty("delta").GetString()!;
        Assert.Contains(text, delta, StringComparison.Ordinal);

        var (retried, code, _) = await Aactl("retry", id);
        Assert.Equal(1, code);
        Assert.Contains("more than this code understands", retried.GetProperty("left")[0].GetProperty("cause").GetString(), StringComparison.Ordinal);

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "no JSON", Cancellation);
        Assert.Equal(1, (await Aactl("repair", id, file)).Code);
        await File.WriteAllTextAsync(file, delta.Replace(text, "mended", StringComparison.Ordinal), Cancellation);
        Assert.Equal(0, (await Aactl("repair", id, file)).Code);
        File.Delete(file);
        await Tried(group, 0);
        Assert.Equal("mended", (await group.Notebook(1, "held").Read()).Seal);

        var (_, gone, error) = await Aactl("drop", id);
        Assert.Equal(1, gone);
        Assert.Contains($"no dead letter {id}", error, StringComparison.Ordinal);
        FragileText.Unreadable[$"{text} again"] = true;
        await group.Notebook(0, "held").Seal($"{text} again");
        await Eventually.Holds(async () => (await List(group)).Count == 1, "it is put aside");
        Assert.Equal(0, (await Aactl("drop", $"{(await List(group)).Single().Id}", "--why", "tried out")).Code);
        Assert.Equal("mended", (await group.Notebook(1, "held").Read()).Seal);
        Assert.Equal(0, (await Aactl("retry", "--all")).Code);

        async Task<(JsonElement Answer, int Code, string Error)> Aactl(params string[] arguments)
        {
            await using var output = new StringWriter();
            await using var error = new StringWriter();
            var code = await CommandLine.Run(["dead-letters", .. arguments, "--json", "--database", group.ConnectionString(1)], output, error);
            return (JsonSerializer.Deserialize<JsonElement>(output.ToString()), code, error.ToString());
        }
    }

    // A notebook of which region 1 cannot read a change, and one behind it.
    private static async Task<(string Text, IReadOnlyList<DeadLetter> Letters)> Poisoned(RegionGroup group)
    {
        var text = $"seal {Guid.NewGuid():n}";
        await group.Notebook(0, "held").Add("before");
        await group.Converge(static page => page.Count == 1, "held");
        FragileText.Unreadable[text] = true;
        await group.Notebook(0, "held").Seal(text);
        await Eventually.Holds(async () => (await List(group)).Count == 1, "it is put aside");
        await group.Notebook(0, "held").Add("after");
        await group.Notebook(0, "free").Add("pen");
        await group.Converge(static page => page.Count == 1, "free");
        await Eventually.Holds(async () => (await List(group)).Count == 2, "what comes behind it, too");
        return (text, await List(group));
    }

    private static async Task Tried(RegionGroup group, int left) =>
        await Eventually.Holds(async () => (await List(group)) is var letters && letters.Count == left && letters.All(static one => one.Asked is null), $"{left} are left");

    private static Npgsql.NpgsqlDataSource Source(RegionGroup group) => group.Clusters[1]!.Database;

    private static Task<IReadOnlyList<DeadLetter>> List(RegionGroup group) => AsideLetters.ListAsync(Source(group), "notebook", "held", 100, Cancellation);

    private static Task<DeadLetter?> Find(RegionGroup group, long id) => AsideLetters.FindAsync(Source(group), id, Cancellation);
}
