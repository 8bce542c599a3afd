using ActiveActive.Database.Encryption;
using ActiveActive.Silo;
using ActiveActive.Silo.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Security;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-keys-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-27T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    private string Path => System.IO.Path.Combine(_folder, "keys.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_file_is_its_owners_only_and_is_never_made_over_another()
    {
        Assert.Equal("20261127-100000", KeyFile.Create(Path, _time));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        var before = File.ReadAllText(Path);
        Assert.Throws<KeyFileException>(() => KeyFile.Create(Path, _time));
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public void A_rotation_keeps_all_keys_and_the_files_mode_and_leaves_nothing_beside_it()
    {
        var first = KeyFile.Create(Path, _time);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var before = KeyFile.Read(Path);
        var second = KeyFile.Add(Path, makePrimary: true, _time);
        var third = KeyFile.Add(Path, makePrimary: false, _time);
        var after = KeyFile.Read(Path);
        Assert.Equal(["20261127-100000", "20261127-100000.2", "20261127-100000.3"], [first, second, third]);
        Assert.Equal((second, 3), (after.Primary, after.Keys.Count));
        Assert.Equal(before.Keys[first], after.Keys[first]);
        Assert.Equal(3, after.Keys.Values.Select(Convert.ToBase64String).Distinct().Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.GetFiles(_folder));

        KeyFile.Use(Path, third);
        Assert.Equal(third, KeyFile.Read(Path).Primary);
        Assert.Throws<KeyFileException>(() => KeyFile.Use(Path, "none"));
    }

    [Fact]
    public void A_rotation_follows_a_link_and_refuses_to_run_beside_another()
    {
        var link = Path + ".link";
        KeyFile.Create(Path, _time);
        File.CreateSymbolicLink(link, Path);
        KeyFile.Add(link, makePrimary: true, _time);
        Assert.Equal((2, Path), (KeyFile.Read(Path).Keys.Count, File.ResolveLinkTarget(link, true)!.FullName));

        File.WriteAllText(Path + ".new", "");
        var error = Assert.Throws<KeyFileException>(() => KeyFile.Add(Path, makePrimary: true, _time));
        Assert.Contains(".new' is there", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, KeyFile.Read(Path).Keys.Count);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_is_open_to_others_is_refused(UnixFileMode open)
    {
        KeyFile.Create(Path, _time);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);
        Assert.Contains("chmod 600", Assert.Throws<KeyFileException>(() => KeyFile.Read(Path)).Message, StringComparison.Ordinal);
        File.CreateSymbolicLink(Path + ".link", Path);
        Assert.Throws<KeyFileException>(() => KeyFile.Read(Path + ".link"));
    }

    [Theory]
    [InlineData("no json c2VjcmV0", "no key file")]
    [InlineData("{}", "no key file")]
    [InlineData("""{ "primary": "a", "keys": { "a": "c2VjcmV0" } }""", "key 'a' must be 32 random bytes")]
    [InlineData("""{ "primary": "b", "keys": { "a": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }""", "primary key is 'b'")]
    [InlineData("""{ "primary": "a b", "keys": { "a b": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }""", "key name 'a b'")]
    public void A_file_that_is_none_is_refused_and_not_quoted(string content, string says)
    {
        File.WriteAllText(Path, content);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var error = Assert.Throws<KeyFileException>(() => KeyFile.Read(Path));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ring_follows_its_file_and_keeps_its_keys_when_the_file_is_spoilt()
    {
        var first = KeyFile.Create(Path, _time);
        var ring = new LocalKeyRing(Options.Create(new ActiveActiveOptions { Encryption = { KeyFile = Path } }), _time, NullLogger<LocalKeyRing>.Instance);
        var wrapped = await ring.Wrap(first, new byte[32], default);

        var second = KeyFile.Add(Path, makePrimary: true, _time);
        Assert.Equal(first, await ring.Primary(default));

        // A key that it does not know is looked for at once; else it looks every few seconds.
        await ring.Wrap(second, new byte[32], default);
        Assert.Equal(second, await ring.Primary(default));
        KeyFile.Use(Path, first);
        File.SetLastWriteTimeUtc(Path, File.GetLastWriteTimeUtc(Path).AddSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(first, await ring.Primary(default));

        File.WriteAllText(Path, File.ReadAllText(Path).Replace(Convert.ToBase64String(KeyFile.Read(Path).Keys[first]), Convert.ToBase64String(new byte[32]), StringComparison.Ordinal).Replace(first + "\",", second + "\",", StringComparison.Ordinal));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((first, second), (await ring.Primary(default), KeyFile.Read(Path).Primary));
        File.WriteAllText(Path, "spoilt");
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(first, await ring.Primary(default));
        Assert.Equal(new byte[32], await ring.Unwrap(first, wrapped, default));
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await ring.Unwrap("none", wrapped, default));
    }
}
