using System.Collections.Immutable;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Events;

/// <summary>Follows who is a member of the region, since when, and tells what happens to whom.</summary>
internal sealed class MembershipTimeline(IClusterMembershipService membership, ILocalSiloDetails self, EventBook events, Pulse news, IOptions<ActiveActiveOptions> options, TimeProvider time) : BackgroundService
{
    private readonly long _began = time.GetTimestamp();
    private volatile ImmutableDictionary<SiloAddress, KnownMember> _members = ImmutableDictionary<SiloAddress, KnownMember>.Empty;
    private bool _hasLooked;

    /// <summary>The members; those that died while this silo looked, for a while, too.</summary>
    public IReadOnlyCollection<KnownMember> Members => [.. _members.Values.Where(IsShown)];

    /// <summary>A member by its address as it is shown; null for none.</summary>
    public KnownMember? Find(string address) => _members.Values.FirstOrDefault(member => member.Address == address);

    /// <summary>Takes the members as they are now.</summary>
    internal void Take(IEnumerable<ClusterMember> snapshot)
    {
        var next = _members.ToBuilder();
        foreach (var member in snapshot)
        {
            if (Word(member.Status) is not { } status)
            {
                continue;
            }

            var known = next.GetValueOrDefault(member.SiloAddress);
            if (known?.Status != status && known?.Status != SiloStatusWord.Dead)
            {
                // What was so at the first look began at some time before, but for this silo itself.
                next[member.SiloAddress] = new KnownMember(member.SiloAddress, member.Name, status, _hasLooked || member.SiloAddress.Equals(self.SiloAddress) ? time.GetTimestamp() : null);
                if (_hasLooked || (member.SiloAddress.Equals(self.SiloAddress) && status == SiloStatusWord.Active))
                {
                    Tell(member, status, known);
                }
            }
        }

        foreach (var old in next.Values.Where(member => member.Status == SiloStatusWord.Dead && !IsShown(member) && member.Since is not null).ToArray())
        {
            next[old.Silo] = old with { Since = null }; // kept, so that it does not die again
        }

        _hasLooked = true;
        _members = next.ToImmutable();
        news.Beat();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Console.Enabled)
        {
            return;
        }

        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                Take(snapshot.Members.Values);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private static SiloStatusWord? Word(SiloStatus status) => status switch
    {
        SiloStatus.Joining => SiloStatusWord.Joining,
        SiloStatus.Active => SiloStatusWord.Active,
        SiloStatus.ShuttingDown or SiloStatus.Stopping => SiloStatusWord.Draining,
        SiloStatus.Dead => SiloStatusWord.Dead,
        _ => null,
    };

    private bool IsShown(KnownMember member) => member.Status != SiloStatusWord.Dead || (member.Since is { } since && time.GetElapsedTime(since) < ConsoleLimits.ShowDead);

    private void Tell(ClusterMember member, SiloStatusWord status, KnownMember? before)
    {
        TimeSpan? since = before?.Since is { } then ? time.GetElapsedTime(then) : null;
        (EventKind? Kind, EventSeverity Severity, string Text, TimeSpan? Duration) told = (status, before?.Status) switch
        {
            (SiloStatusWord.Active, _) => (EventKind.Joined, EventSeverity.Good, $"Silo {member.Name} serves.", member.SiloAddress.Equals(self.SiloAddress) ? time.GetElapsedTime(_began) : since),
            (SiloStatusWord.Draining, _) => (EventKind.Draining, EventSeverity.Info, $"Silo {member.Name} leaves: its grains move to others.", null),
            (SiloStatusWord.Dead, SiloStatusWord.Draining) => (EventKind.Left, EventSeverity.Info, $"Silo {member.Name} has left.", since),
            (SiloStatusWord.Dead, null) => (null, EventSeverity.Info, "", null), // it was gone before it was seen
            (SiloStatusWord.Dead, _) => (EventKind.Died, EventSeverity.Critical, $"Silo {member.Name} was found dead.", null),
            _ => (null, EventSeverity.Info, "", null),
        };
        if (told.Kind is { } happened)
        {
            var region = options.Value.Region;
            var name = happened.ToString();
            events.Add(new Happening($"{region}/{char.ToLowerInvariant(name[0])}{name[1..]}/{KnownMember.AddressOf(member.SiloAddress)}", time.GetUtcNow(), region, happened, told.Severity, member.Name, told.Text, told.Duration));
        }
    }
}
