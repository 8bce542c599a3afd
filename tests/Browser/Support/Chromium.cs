using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Support;

/// <summary>The system's Chromium, with a profile of its own that is gone at the end. It asks nothing of the internet by itself.</summary>
internal static class Chromium
{
    /// <summary>The environment variable that names the program.</summary>
    private const string Variable = "ACTIVEACTIVE_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-proxy-server", "--enable-precise-memory-info", "--js-flags=--expose-gc",
    ];

    /// <summary>Where it is; null when it is not installed.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public static Task<IBrowser> Start(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Headless = true, Args = Arguments });
}
