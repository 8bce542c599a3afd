namespace ActiveActive.Tests.Monitoring.Servers;

/// <summary>The programs of the distribution's package <c>prometheus</c>.</summary>
internal static class Programs
{
    /// <summary>Whether a program is installed.</summary>
    public static bool Has(string name) => Search(name) is not null;

    /// <summary>Where a program is. On a build server it has to be there; elsewhere the test is skipped without it.</summary>
    public static string Find(string name)
    {
        if (Search(name) is { } found)
        {
            return found;
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"{name} is not installed (package prometheus).");
        throw new FileNotFoundException($"{name} is not installed: .ci/lib.sh, need_prometheus.");
    }

    private static string? Search(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
