using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ActiveActive.Cli;
using ActiveActive.Database.Encryption;

namespace ActiveActive.Tests.Unit.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    [InlineData("status", "--help")]
    [InlineData("doctor", "--help")]
    [InlineData("call", "--help")]
    [InlineData("call", "account", "a", "transfer", "--help")]
    [InlineData("db", "--help")]
    [InlineData("keys", "--help")]
    [InlineData("keys", "status", "--help")]
    [InlineData("conflicts", "--help")]
    [InlineData("conflicts", "list", "--help")]
    [InlineData("dead-letters", "--help")]
    [InlineData("dead-letters", "repair", "--help")]
    [InlineData("--version")]
    public async Task Help_is_not_an_error(params string[] arguments)
    {
        Assert.Equal(0, await Run(arguments));
        Assert.NotEmpty(_output.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Help_names_the_exit_codes()
    {
        await Run("--help");
        Assert.Contains("Exit codes: 0", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--silos", "up", "--silo", "3")]
    [InlineData("status", "statsu")]
    [InlineData("--json", "status", "--jsno")]
    [InlineData("--idempotency-key", "call", "counter", "c", "get", "--idempotency-kye", "x")]
    public async Task A_mistyped_word_is_rejected_with_a_hint(string hint, params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));
        Assert.Contains($"Did you mean '{hint}'?", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("from 1 to 20", "up", "--silos", "0")]
    [InlineData("from 1 to 20", "up", "--silos", "21")]
    [InlineData("from 1 to 65535", "up", "--http-port", "70000")]
    [InlineData("three", "up", "--silos", "three")]
    [InlineData("must be an address", "doctor", "--url", "silo-1")]
    [InlineData("exclude each other", "status", "--data", "x", "--database", "y")]
    [InlineData("Name one dead letter, or give --all", "dead-letters", "retry")]
    [InlineData("Name one dead letter, or give --all", "dead-letters", "retry", "3", "--all")]
    [InlineData("UUID version 7", "call", "counter", "c", "add", "1", "--idempotency-key", "monday")]
    [InlineData("from 0.1 to 600", "call", "counter", "c", "get", "--timeout", "0")]
    [InlineData("Required", "call", "counter", "c", "add")]
    [InlineData("Required", "call")]
    [InlineData("--key-file", "keys", "rotate")]
    public async Task A_wrong_command_line_says_what_is_wrong(string says, params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));
        Assert.Contains(says, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Status_of_an_empty_folder_says_that_nothing_runs()
    {
        using var folder = new EmptyFolder();
        Assert.Equal(1, await Run("status", "--data", folder.Path));
        Assert.Contains("No region runs", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_without_a_database_says_so_and_looks_at_the_rest()
    {
        var nobody = $"http://127.0.0.1:{Free()}";
        Assert.Equal(1, await Run("doctor", "--json", "--database", $"Host=127.0.0.1;Port={Free()};Username=u;Password=hunter2", "--url", nobody));

        using var document = JsonDocument.Parse(_output.ToString());
        var findings = document.RootElement.GetProperty("findings").EnumerateArray().Where(static one => one.GetProperty("level").GetString() == "error").Select(static one => one.GetProperty("area").GetString());
        Assert.Equal(["database", "silos"], findings);
        Assert.DoesNotContain("hunter2", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_for_programs_is_one_json_document()
    {
        using var folder = new EmptyFolder();
        Assert.Equal(1, await Run("status", "--json", "--data", folder.Path));

        using var document = JsonDocument.Parse(_output.ToString());
        Assert.False(document.RootElement.GetProperty("serving").GetBoolean());
        Assert.Empty(document.RootElement.GetProperty("silos").EnumerateArray());
    }

    [Fact]
    public async Task A_call_without_a_region_is_one_paragraph_and_for_programs_one_document()
    {
        using var folder = new EmptyFolder();
        Assert.Equal(1, await Run("call", "counter", "c", "get", "--json", "--data", folder.Path));

        using var document = JsonDocument.Parse(_output.ToString());
        Assert.Contains("No region runs", document.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("aactl: No region runs", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_explained_without_its_password()
    {
        Assert.Equal(1, await Run("db", "status", "--database", "Host=127.0.0.1;Port=1;Database=x;Username=me;Password=hush-hush"));
        Assert.DoesNotContain("hush", _error.ToString() + _output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_host_that_is_not_there_is_explained()
    {
        using var folder = new EmptyFolder();
        Assert.Equal(1, await Run("up", "--data", folder.Path, "--silo-host", "/no/such/file.dll"));
        Assert.Contains("no silo host at '/no/such/file.dll'", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_is_made_once_and_rotated()
    {
        using var folder = new EmptyFolder();
        var file = Path.Combine(folder.Path, "keys.json");
        Assert.Equal(1, await Run("keys", "rotate", "--key-file", file));
        Assert.Contains("aactl keys new", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("keys", "new", "--key-file", file));
        Assert.Equal(1, await Run("keys", "new", "--key-file", file));
        var first = KeyFile.Read(file);
        Assert.Equal(0, await Run("keys", "rotate", "--key-file", file));
        var second = KeyFile.Read(file);
        Assert.Equal((2, true), (second.Keys.Count, second.Primary != first.Primary));
        Assert.Equal(first.Keys[first.Primary], second.Keys[first.Primary]);
        Assert.Equal(0, await Run("keys", "add", "--key-file", file));
        Assert.Equal((3, second.Primary), (KeyFile.Read(file).Keys.Count, KeyFile.Read(file).Primary));
        Assert.Equal(0, await Run("keys", "use", first.Primary, "--key-file", file));
        Assert.Equal(first.Primary, KeyFile.Read(file).Primary);
        Assert.Contains($"new primary key '{second.Primary}'", _output.ToString(), StringComparison.Ordinal);
        Assert.All(second.Keys.Values, key => Assert.DoesNotContain(Convert.ToBase64String(key), _output.ToString() + _error, StringComparison.Ordinal));
    }

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<int> Run(params string[] arguments) => CommandLine.Run(arguments, _output, _error);

    private sealed class EmptyFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("aa-cli-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
