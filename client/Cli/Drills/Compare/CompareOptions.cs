using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>The options of <c>aactl drill</c> that turn it into a comparison.</summary>
internal sealed class CompareOptions
{
    private const int MostTrials = 1000;

    private readonly Option<string?> _compare = new("--compare")
    {
        Description = $"Measure other systems under the same load and fault, beside ours: {string.Join(", ", CompareTarget.Peers.Select(static peer => peer.Name))} (several with commas)",
        HelpName = "names",
    };

    private readonly Option<int> _trials = new("--trials") { Description = "How often each system of a comparison is measured", HelpName = "number", DefaultValueFactory = static _ => 1 };

    public CompareOptions()
    {
        _compare.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && Names(token.Value).Except(CompareTarget.Peers.Select(static peer => peer.Name)).ToList() is [var unknown, ..])
            {
                result.AddError($"'{unknown}' cannot be compared. Known are {string.Join(", ", CompareTarget.Peers.Select(static peer => peer.Name))}.");
            }
        });
        _trials.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var given) && given is < 1 or > MostTrials)
            {
                result.AddError($"--trials is {given}; it must be from 1 to {MostTrials}.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_compare);
        command.Add(_trials);
    }

    /// <summary>Whether a comparison is asked for.</summary>
    public bool IsGiven(CommandContext context) => context.IsGiven(_compare);

    /// <summary>Ours first, then what is named, in the order of the list of known ones.</summary>
    public CompareSettings Settings(CommandContext context)
    {
        var names = Names(context.Get(_compare)!).ToHashSet();
        return new CompareSettings
        {
            Targets = [CompareTarget.Ours, .. CompareTarget.Peers.Where(peer => names.Contains(peer.Name))],
            Trials = context.Get(_trials),
        };
    }

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
