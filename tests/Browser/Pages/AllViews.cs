namespace ActiveActive.Tests.Browser.Pages;

/// <summary>The views of the console, by their names in the address, with their headings.</summary>
internal static class AllViews
{
    public static readonly IReadOnlyList<(string View, string Heading)> List =
    [
        ("overview", "Overview"),
        ("timeline", "Timeline"),
        ("links", "Links"),
        ("conflicts", "Conflicts and dead letters"),
        ("grains", "Grains"),
        ("inspector?type=shared-register&key=tour", "Inspector"),
        ("capacity", "Capacity and compliance"),
    ];
}
