using System.Reflection;

namespace ActiveActive.Tests.Monitoring;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "Repository").Value!;

    public static string Prometheus => PathOf("deploy/prometheus");

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));
}
