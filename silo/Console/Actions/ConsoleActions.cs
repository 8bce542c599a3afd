using System.Globalization;
using ActiveActive.Database.DeadLetters;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Http.Problems;
using ActiveActive.Silo.Membership.Crashes;
using ActiveActive.Silo.Membership.Failovers;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Actions;

/// <summary>Does what is dangerous, when it is allowed here, was confirmed, and concerns this region. All of it is logged.</summary>
internal sealed class ConsoleActions(
    Confirmations confirmations,
    MembershipTimeline timeline,
    SiloCaller silos,
    RegionDatabase database,
    EventBook events,
    Pulse news,
    IClusterMembershipService membership,
    FailoverTimes failovers,
    ILocalSiloDetails self,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    ILogger<ConsoleActions> log,
    Evictor? evictor = null)
{
    private const int LongestWhy = 200;
    private static readonly TimeSpan EvictWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Does an action, or tells what it would do and gives a token to confirm it by.</summary>
    /// <param name="action">What.</param>
    /// <param name="request">On what, and why.</param>
    /// <param name="by">Who asks, as far as is known.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="RejectedException">It is not done.</exception>
    public async Task<ActionResponse> Do(ConsoleAction action, ActionRequest request, string by, CancellationToken cancellation)
    {
        if (!options.Value.Console.Actions)
        {
            throw new RejectedException(403, "actions-off", $"This silo does not let the console do anything. Set {ActiveActiveOptions.Section}:Console:Actions to true where operators alone reach the console, or use aactl.");
        }

        if (request.Region is { } region && region != options.Value.Region)
        {
            throw new RejectedException(409, "other-region", $"This is region {options.Value.Region}. Do it at a silo of region {region}. Nothing was done.");
        }

        if (request.Why is { Length: > LongestWhy })
        {
            throw RejectedException.BadRequest("invalid-body", $"The member 'why' may have {LongestWhy} characters. Nothing was done.");
        }

        var target = request.Target ?? throw RejectedException.BadRequest("invalid-body", "The member 'target' is missing. Nothing was done.");
        var (does, act) = await Plan(action, target, $"{by}{(request.Why is null ? "" : $" ({request.Why})")}", request.Why, cancellation);
        if (request.Confirm is not { } token)
        {
            var (given, expires) = confirmations.Give(action, target);
            return new ActionResponse(false, does, given, expires);
        }

        if (!confirmations.Take(token, action, target))
        {
            throw new RejectedException(409, "not-confirmed", "The token is not for this, was used, or is older than a minute. Ask for a new one. Nothing was done.");
        }

        try
        {
            var done = await act();
            log.Acted(action.ToString(), target, by, done);
            Tell(action, target, done);
            return new ActionResponse(true, done, null, null);
        }
        catch (Exception error) when (error is not RejectedException)
        {
            log.Acted(action.ToString(), target, by, $"failed: {error.Message}");
            throw;
        }
    }

    private async Task<(string Does, Func<Task<string>> Act)> Plan(ConsoleAction action, string target, string by, string? why, CancellationToken cancellation)
    {
        var region = options.Value.Region;
        if (action == ConsoleAction.DropDeadLetter)
        {
            var letter = long.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await StorageErrors.Guard(() => AsideLetters.FindAsync(database.Source, id, cancellation)) : null;
            return letter is null
                ? throw new RejectedException(404, "no-such-dead-letter", $"Region {region} has no dead letter {target}, or no longer. Nothing was done.")
                : ($"The change {letter.Id} of {letter.GrainType}/{letter.GrainKey} is lost in region {region}, which is then not the same as the others there. Its later changes are merged.",
                    async () =>
                    {
                        await StorageErrors.Guard(() => AsideLetters.DropAsync(database.Source, letter.Id, by, why, cancellation));
                        return $"Dead letter {letter.Id} will be dropped by the silo that merges, within seconds.";
                    }
            );
        }

        if (timeline.Find(target) is not { Status: not SiloStatusWord.Dead } silo)
        {
            throw new RejectedException(404, "no-such-silo", $"Region {region} has no living silo {target}. Nothing was done.");
        }

        var others = timeline.Members.Count(member => member.Status == SiloStatusWord.Active && !member.Silo.Equals(silo.Silo));
        var last = others == 0 ? $" It is the last one: region {region} then serves nobody." : "";
        return action == ConsoleAction.Drain
            ? ($"Silo {silo.Name} stops in order: its grains move to the other silos of region {region}, and its process ends.{last}",
                async () =>
                {
                    await silos.Drain(silo.Silo, by, cancellation);
                    return $"Silo {silo.Name} has begun to stop.";
                }
        )
            : silo.Silo.Equals(self.SiloAddress)
                ? throw new RejectedException(409, "not-itself", "A silo does not declare itself dead. Ask another one, or drain it. Nothing was done.")
                : ($"Silo {silo.Name} is declared dead at once: its grains start on others from what is stored, and its process, if it lives, ends. Drain it instead if it answers.{last}",
                    () => Evict(silo, cancellation));
    }

    private async Task<string> Evict(KnownMember silo, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        failovers.Evicted(silo.Silo);
        while (membership.CurrentSnapshot.GetSiloStatus(silo.Silo) != SiloStatus.Dead)
        {
            if (time.GetElapsedTime(began) > EvictWithin)
            {
                throw new StorageUnavailableException($"Silo {silo.Name} could not be declared dead within {EvictWithin.TotalSeconds:0} s. Does the region's database answer? Try again.");
            }

            await (evictor is null ? membership.TryKill(silo.Silo) : evictor.Evict(silo.Silo, cancellation));
            await Task.Delay(Pause, time, cancellation);
        }

        return $"Silo {silo.Name} was declared dead.";
    }

    private void Tell(ConsoleAction action, string target, string done)
    {
        var (kind, severity) = action == ConsoleAction.Evict ? (EventKind.Evicted, EventSeverity.Warning) : (EventKind.Action, EventSeverity.Warning);
        var region = options.Value.Region;
        events.Add(new Happening($"{region}/action/{action}/{target}/{time.GetUtcNow().ToUnixTimeMilliseconds()}", time.GetUtcNow(), region, kind, severity, timeline.Find(target)?.Name ?? target, done, null));
        news.Beat();
    }
}
