using ActiveActive.Cli.Status;

namespace ActiveActive.Cli.Doctor;

/// <summary>What the membership table means.</summary>
internal static class MemberFindings
{
    private const string Area = "silos";

    /// <summary>Each silo writes every second that it lives, by default (<c>Membership:AlivePeriod</c>).</summary>
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(15);

    /// <param name="members">The newest row of each silo.</param>
    /// <param name="now">The database's time.</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<Member> members, DateTime now)
    {
        var active = members.Where(static member => member.IsActive).ToList();
        yield return active.Count switch
        {
            0 => new Finding(Area, "members", FindingLevel.Error, "No silo is a member of the region", "Start silos; their logs say why they do not join"),
            1 => new Finding(Area, "members", FindingLevel.Warning, "One silo alone is a member of the region", "Start another one: when this one dies, nothing serves until it is back"),
            var count => Finding.Ok(Area, "members", $"{count} silos are members"),
        };
        foreach (var member in active.Where(member => now - member.AliveAt > Silent))
        {
            yield return new Finding(
                Area, member.Name, FindingLevel.Error, $"It is a member, and has not said for {(now - member.AliveAt).TotalSeconds:0} s that it lives", "Was it killed together with all others? Start silos: they declare it dead. Else look at its log and at its way to the database");
        }

        foreach (var member in members.Where(static member => member.Status is "joining" or "created" or "shutting-down" or "stopping"))
        {
            yield return new Finding(Area, member.Name, FindingLevel.Note, $"It is {member.Status}");
        }
    }
}
