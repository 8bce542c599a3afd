using System.Reflection;
using System.Text.RegularExpressions;

namespace ActiveActive.Tests.Unit.Docs;

/// <summary>The README's C# is code that is compiled elsewhere, and its links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Compiled = ["tests/Unit/Docs/ClientSnippet.cs", "tests/Processes/Stranger/Sample/Program.cs", "tests/TestKit/Example/Tests/FailoverTests.cs", "tests/TestKit/Example/Tests/BoxOffice.cs"];

    private static string Repository => typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;

    public static TheoryData<string> Documents() => ["README.md", "CONTRIBUTING.md", "db/README.md", "tests/TestKit/README.md", .. Directory.GetFiles(Path.Combine(Repository, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}")];

    [Theory]
    [InlineData("README.md")]
    [InlineData("tests/TestKit/README.md")]
    public void Every_snippet_is_compiled(string document)
    {
        var sources = Compiled.Select(file => Squeezed(Read(file))).ToList();
        var snippets = CSharp().Matches(Read(document)).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, snippets.Count);
        Assert.All(snippets, snippet => Assert.Contains(sources, source => source.Contains(Squeezed(snippet), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository, document))!;
        var links = Link().Matches(Read(document)).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal));
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link.Split('#')[0])), $"{document} links to {link}, which is not there"));
    }

    [Fact]
    public void The_sample_has_as_many_lines_as_the_readme_says() =>
        Assert.Contains($"{File.ReadLines(Path.Combine(Repository, Compiled[1])).Count()} lines", Read("README.md"), StringComparison.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository, file));

    private static string Squeezed(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
