namespace ActiveActive.Cli.Doctor;

/// <summary>What the answers of silos mean.</summary>
internal static class SiloFindings
{
    private const string Silos = "silos";
    private const string Health = "health";
    private const string Versions = "versions";

    /// <summary>Of each silo by itself: whether it answers, is ready, and which of its checks fail. A check that fails alike on several silos is one finding.</summary>
    public static IEnumerable<Finding> OfEach(IReadOnlyList<AskedSilo> silos, string region)
    {
        foreach (var silo in silos)
        {
            yield return silo.Answer switch
            {
                null => new Finding(Silos, Name(silo), FindingLevel.Error, $"{silo.Url} {silo.Problem}", "Is the silo running, and is the address that of its HTTP? Look at its log"),
                { } answer when answer.Region != region => new Finding(Silos, Name(silo), FindingLevel.Error, $"{silo.Url} is a silo of region {answer.Region}", $"Give the addresses of silos of region {region}, or name the other region by --region"),
                { IsReady: false, NotReady: var why } => new Finding(Silos, Name(silo), FindingLevel.Error, $"Not ready: {why}", "Wait for its start or stop to end; else look at its log"),
                _ => Finding.Ok(Silos, Name(silo), $"Ready; answers in {silo.RoundTrip.TotalMilliseconds:0.0} ms"),
            };
        }

        var answers = silos.Select(static silo => silo.Answer).OfType<SiloAnswer>().ToList();
        foreach (var alike in answers.SelectMany(static answer => answer.Checks, static (answer, check) => (answer.Silo, Check: check))
            .Where(static one => one.Check.Status != "ok")
            .GroupBy(static one => (one.Check.Name, one.Check.Status)))
        {
            var (who, check) = (string.Join(", ", alike.Select(static one => one.Silo)), alike.First().Check);
            var level = check is { Status: "failing", Severity: "critical" } ? FindingLevel.Error : FindingLevel.Warning;
            yield return new Finding(Health, check.Name, level, $"{check.Says} ({who})", check.Advice);
        }

        if (answers.Count > 0 && answers.All(static answer => answer.Checks.All(static check => check.Status == "ok")))
        {
            yield return Finding.Ok(Health, "checks", $"All checks of {answers.Count} silos are well");
        }

        foreach (var off in answers.SelectMany(static answer => answer.Off).Distinct().Order())
        {
            yield return new Finding(Health, off, FindingLevel.Note, "This check is turned off (Health:Off)");
        }
    }

    /// <summary>Whether all run the same code.</summary>
    public static IEnumerable<Finding> OfVersions(IReadOnlyList<AskedSilo> silos, int schemaVersion)
    {
        var answers = silos.Select(static silo => silo.Answer).OfType<SiloAnswer>().ToList();
        if (answers.Count == 0)
        {
            yield break;
        }

        var versions = answers.GroupBy(static answer => answer.Version).OrderBy(static version => version.Key, StringComparer.Ordinal).ToList();
        yield return versions.Count == 1
            ? Finding.Ok(Versions, "silos", $"All run {versions[0].Key}")
            : new Finding(
                Versions,
                "silos",
                FindingLevel.Warning,
                $"Silos run different code: {string.Join("; ", versions.Select(static version => $"{version.Key} on {string.Join(", ", version.Select(static answer => answer.Silo))}"))}",
                "Fine while an upgrade is under way (docs/upgrades.md); finish it");
        foreach (var old in answers.Where(answer => answer.Schema < schemaVersion))
        {
            yield return new Finding(Versions, old.Silo, FindingLevel.Note, $"It knows migrations up to {old.Schema}, the database has {schemaVersion}: it runs older code than the database was made by");
        }
    }

    private static string Name(AskedSilo silo) => silo.Answer?.Silo ?? silo.Url.Authority;
}
