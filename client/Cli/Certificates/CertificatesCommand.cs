using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Certificates;

namespace ActiveActive.Cli.Certificates;

/// <summary><c>aactl certs</c>: a private authority and the certificates of regions, for trials.</summary>
internal static class CertificatesCommand
{
    public static Command Create()
    {
        var command = new Command("certs", "Make certificates for the links between regions, by a private authority, for trials");
        var regions = new Argument<string[]>("regions") { Description = "The names of the regions", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out") { Description = "The folder of the authority and the certificates", HelpName = "folder", Required = true };
        var days = new Option<int>("--days") { Description = "How long the certificates are good", DefaultValueFactory = static _ => 90 };
        var make = new Command("new", "Issue a certificate for each region; makes the authority first, if the folder has none. Run again to renew: silos read replaced files by themselves") { regions, folder, days };
        make.Runs(context => Make(context, context.Get(regions), context.Get(folder)!, context.Get(days)));
        command.Add(make);
        return command;
    }

    private static Task<int> Make(CommandContext context, string[] regions, string folder, int days)
    {
        if (days is < 1 or > 3650)
        {
            throw new CliException($"--days is {days}; it must be from 1 to 3650.");
        }

        if (Array.Find(regions, static region => region.Length is 0 or > 40 || !region.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')) is { } wrong)
        {
            throw new CliException($"'{wrong}' is no name of a region: up to 40 letters, digits and '-'.");
        }

        TrialAuthority.Issue(folder, regions, TimeSpan.FromDays(days), TimeProvider.System);
        var path = Path.GetFullPath(folder);
        var made = regions.Select(region => new
        {
            Region = region,
            Certificate = Path.Combine(path, TrialAuthority.CertificateFile(region)),
            CertificateKey = Path.Combine(path, TrialAuthority.KeyFile(region)),
            Authority = Path.Combine(path, TrialAuthority.AuthorityFile),
        }).ToList();
        context.Terminal.Answer(made, console =>
        {
            var writer = console.Profile.Out.Writer;
            made.ForEach(one => writer.WriteLine($"{one.Region}: give its silos Replication:Certificate {one.Certificate}, CertificateKey {one.CertificateKey}, Authority {one.Authority}"));
            writer.WriteLine($"Good for {days} days. Keep authority.key where no silo is: whoever has it can pass for any region.");
        });
        return Task.FromResult(ExitCode.Ok);
    }
}
