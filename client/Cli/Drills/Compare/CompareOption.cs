using System.CommandLine;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>The option of <c>aactl drill</c> that turns it into a comparison.</summary>
internal static class CompareOption
{
    private static readonly string Known = string.Join(", ", CompareTarget.Peers.Select(static peer => peer.Name));

    public static Option<string?> Create()
    {
        var option = new Option<string?>("--compare")
        {
            Description = $"Measure other systems under the same load and fault, beside ours: {Known}; several with commas between them",
            HelpName = "name[,name]",
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && Names(token.Value).Except(CompareTarget.Peers.Select(static peer => peer.Name)).FirstOrDefault() is { } unknown)
            {
                result.AddError($"'{unknown}' cannot be compared. Known are {Known}.");
            }
        });
        return option;
    }

    /// <summary>Ours first, then what is named, in the order of the known ones.</summary>
    public static IReadOnlyList<CompareTarget> Targets(string list)
    {
        var names = Names(list).ToHashSet();
        return [CompareTarget.Ours, .. CompareTarget.Peers.Where(peer => names.Contains(peer.Name))];
    }

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
