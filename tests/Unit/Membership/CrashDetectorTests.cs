using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ActiveActive.Silo.Membership.Crashes;

namespace ActiveActive.Tests.Unit.Membership;

/// <summary>
/// Each case is a story in the view of silo A: what happens at which millisecond, and, after an arrow, what the detector wants done. Silos are named A, B, C ... in
/// order of address. A due check that is not part of the story is a mistake in it: time only passes by lines.
/// </summary>
public sealed partial class CrashDetectorTests
{
    private const string Met3 =
        """
        0 members B C -> Check B, Check C
        0 B Welcomed
        0 C Welcomed
        """;

    public static TheoryData<string, string> Stories => new()
    {
        {
            "Three silos: B dies, C says so too",
            Met3 + """

            5000 B closed -> Check B
            5000 B Refused
            5020 tick -> Check B
            5020 B Refused
            5040 tick -> Check B
            5040 B Refused -> Tell B
            5045 C reports B -> Evict B
            5050 members C -> Forget B
            """
        },
        {
            "C said so before we were sure",
            Met3 + """

            5000 C reports B
            5001 B closed -> Check B
            5001 B Refused
            5021 tick -> Check B
            5021 B Refused
            5041 tick -> Check B
            5041 B Refused -> Tell B, Evict B
            """
        },
        {
            "A report makes us look at once, when we doubt too",
            Met3 + """

            5000 B closed -> Check B
            5000 B NoEvidence
            5010 C reports B -> Check B
            """
        },
        {
            "A report alone is nothing: our own connection stands",
            Met3 + """

            5000 C reports B
            9000 tick
            """
        },
        {
            "Nobody else says so: no death",
            Met3 + """

            5000 B closed -> Check B
            5000 B Refused
            5020 tick -> Check B
            5020 B Refused
            5040 tick -> Check B
            5040 B Refused -> Tell B
            5100 tick -> Check B
            5100 B Refused -> Tell B
            5220 tick -> Check B
            5220 B Refused -> Tell B
            """
        },
        {
            "Two of three die at once: nobody is left to ask",
            Met3 + """

            5000 B closed -> Check B
            5000 C closed -> Check C
            5000 B Refused
            5000 C Refused
            5020 tick -> Check B, Check C
            5020 B Refused
            5020 C Refused
            5040 tick -> Check B, Check C
            5040 B Refused -> Tell B
            5041 C Refused -> Tell C, Evict B, Evict C
            """
        },
        {
            "A region of two: the only observer is enough",
            """
            0 members B -> Check B
            0 B Welcomed
            5000 B closed -> Check B
            5000 B Refused
            5020 tick -> Check B
            5020 B Refused
            5040 tick -> Check B
            5040 B Refused -> Tell B, Evict B
            """
        },
        {
            "A later process at the same address is evidence at once, and is not mistaken for the earlier one",
            Met3 + """

            5000 C reports B
            5000 B closed -> Check B
            5002 B Replaced -> Tell B, Evict B
            5010 members C B2 -> Forget B, Check B2
            5011 B2 Welcomed
            9000 tick
            """
        },
        {
            "The database is down: verified and asked for again, at most half a second apart, until it is done",
            Met3 + """

            5000 C reports B
            5000 B closed -> Check B
            5002 B Replaced -> Tell B, Evict B
            5062 tick -> Check B
            5062 B Refused -> Tell B, Evict B
            5182 tick -> Check B
            5182 B Refused -> Tell B, Evict B
            5422 tick -> Check B
            5422 B Refused -> Tell B, Evict B
            5902 tick -> Check B
            5902 B Refused -> Tell B, Evict B
            6402 tick -> Check B
            6402 C reports B
            6402 B Refused -> Tell B, Evict B
            6902 tick -> Check B
            """
        },
        {
            "One eviction per look: reports that follow ask for no other",
            Met3 + """

            5000 C reports B
            5000 B closed -> Check B
            5002 B Replaced -> Tell B, Evict B
            5003 C reports B
            """
        },
        {
            "A word that is too old does not count",
            Met3 + """

            5000 C reports B
            8000 B closed -> Check B
            8000 B Replaced -> Tell B
            """
        },
        {
            "Evidence that vanishes is forgotten: the peer answers again",
            Met3 + """

            5000 B closed -> Check B
            5000 B Refused
            5020 tick -> Check B
            5020 B Refused
            5040 tick -> Check B
            5040 B Refused -> Tell B
            5100 tick -> Check B
            5100 B Welcomed
            5101 C reports B
            9000 tick
            """
        },
        {
            "A dead accept loop, a frozen process, one open port of two: never a death, dialed ever more rarely",
            Met3 + """

            5000 B closed -> Check B
            5000 C reports B
            5001 B NoEvidence
            5021 tick -> Check B
            5021 B Refused
            5041 tick -> Check B
            5041 B NoEvidence
            5061 tick -> Check B
            5061 B NoEvidence
            5081 tick -> Check B
            5081 B NoEvidence
            5101 tick -> Check B
            5101 B NoEvidence
            5121 tick -> Check B
            5121 B NoEvidence
            5141 tick -> Check B
            5141 B NoEvidence
            5241 tick -> Check B
            5241 B NoEvidence
            5341 tick
            5441 tick -> Check B
            """
        },
        {
            "Two refusals and an answer are no evidence: the count begins anew",
            Met3 + """

            5000 C reports B
            5000 B closed -> Check B
            5000 B Refused
            5020 tick -> Check B
            5020 B Refused
            5040 tick -> Check B
            5040 B NoEvidence
            5060 tick -> Check B
            5060 B Refused
            5080 tick -> Check B
            5080 B Refused
            5100 tick -> Check B
            5100 B Refused -> Tell B, Evict B
            """
        },
        {
            "A paused watcher: all its connections are over, all its peers welcome it",
            Met3 + """

            60000 B closed -> Check B
            60000 C closed -> Check C
            60001 B Welcomed
            60001 C Welcomed
            90000 tick
            """
        },
        {
            "Behind address translation refusals prove nothing",
            """
            0 members B -> Check B
            0 B Translated
            5000 B closed -> Check B
            5000 B Refused
            5100 tick -> Check B
            5100 B Refused
            5200 tick -> Check B
            5200 B Refused
            5300 tick -> Check B
            5300 B Refused
            """
        },
        {
            "A peer that we never reached is not accused",
            """
            0 members B C -> Check B, Check C
            0 C Welcomed
            0 B Refused
            10 C reports B
            100 tick -> Check B
            100 B Refused
            200 tick -> Check B
            200 B Refused
            """
        },
        {
            "After a goodbye it gets a second to leave by itself",
            Met3 + """

            5000 B closed after goodbye
            5999 tick
            6000 tick -> Check B
            6000 B Refused
            6020 members C -> Forget B
            """
        },
        {
            "A crash during an orderly stop is found after that second",
            Met3 + """

            5000 B closed after goodbye
            6000 tick -> Check B
            6000 B Refused
            6020 tick -> Check B
            6020 B Refused
            6040 tick -> Check B
            6040 B Refused -> Tell B
            6040 C reports B -> Evict B
            """
        },
        {
            "A connection that ends again and again is not dialed in circles",
            """
            0 members B -> Check B
            0 B Welcomed
            1 B closed
            101 tick -> Check B
            101 B Welcomed
            102 B closed
            202 tick -> Check B
            """
        },
        {
            "We leave: we accuse nobody",
            Met3 + """

            4000 leave
            5000 B closed -> Check B
            5000 C reports B
            5000 B Replaced
            """
        },
        {
            "The second in order of address waits for the first; the first is gone too: then not",
            """
            0 I am C
            0 members A B -> Check A, Check B
            0 A Welcomed
            0 B Welcomed
            5000 B closed -> Check B
            5000 A reports B
            5000 B Replaced -> Tell B
            5060 tick -> Check B
            5060 B Refused -> Tell B, Evict B
            5061 A closed -> Check A
            5061 A Replaced -> Tell A, Evict A
            """
        },
        {
            "Who is gone, or no member, has no voice",
            """
            0 members B C D -> Check B, Check C, Check D
            0 B Welcomed
            0 C Welcomed
            0 D Welcomed
            5000 X reports B
            5000 B closed -> Check B
            5000 C closed -> Check C
            5000 C reports B
            5000 C Replaced -> Tell C
            5000 B Replaced -> Tell B
            5010 D reports B -> Evict B
            """
        },
        {
            "Results about former members change nothing",
            Met3 + """

            5000 B closed -> Check B
            5001 members C -> Forget B
            5002 B Refused
            5003 B closed
            """
        },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void The_story_goes_as_told(string name, string story)
    {
        Assert.NotEmpty(name);
        var detector = new CrashDetector(Silo("A"));
        foreach (var line in story.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split("->", StringSplitOptions.TrimEntries);
            var words = parts[0].Split(' ');
            var now = TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture));
            if (parts[0].EndsWith("I am C", StringComparison.Ordinal))
            {
                detector = new CrashDetector(Silo("C"));
                continue;
            }

            var done = Tell(detector, now, parts[0], words).Select(static deed => $"{deed.Kind} {Name(deed.Peer)}");
            Assert.Equal($"{line} => {(parts.Length > 1 ? parts[1] : "")}", $"{line} => {string.Join(", ", done)}");
        }
    }

    [Fact]
    public void Words_of_others_count_for_longer_than_they_take_to_be_renewed()
    {
        Assert.True(CrashDetector.ReportLife > 2 * CrashDetector.LongestVerification);
        Assert.True(CrashDetector.EnoughRefusals < CrashDetector.QuickChecks);
    }

    private static IReadOnlyList<Deed> Tell(CrashDetector detector, TimeSpan now, string what, string[] words) => words switch
    {
        [_, "members", .. var silos] => detector.SetMembers(now, [.. silos.Select(Silo)]),
        [_, "tick"] => detector.NextDue <= now ? detector.Tick(now) : [],
        [_, "leave"] => Leave(detector),
        [_, var silo, "closed"] => detector.Closed(now, Silo(silo), afterGoodbye: false),
        [_, var silo, "closed", "after", "goodbye"] => detector.Closed(now, Silo(silo), afterGoodbye: true),
        [_, var silo, "reports", var other] => detector.Reported(now, Silo(silo), Silo(other)),
        [_, var silo, var result] => detector.Checked(now, Silo(silo), Enum.Parse<CheckResult>(result)),
        _ => throw new ArgumentException(what),
    };

    private static Deed[] Leave(CrashDetector detector)
    {
        detector.Leave();
        return [];
    }

    private static SiloAddress Silo(string name)
    {
        var parts = SiloName().Match(name);
        var generation = parts.Groups[2].Value is { Length: > 0 } later ? int.Parse(later, CultureInfo.InvariantCulture) : 1;
        return SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1000 + name[0] - 'A'), generation);
    }

    private static string Name(SiloAddress silo) => $"{(char)('A' + silo.Endpoint.Port - 1000)}{(silo.Generation > 1 ? silo.Generation : "")}";

    [GeneratedRegex("^([A-Z])([0-9]*)$")]
    private static partial Regex SiloName();
}
