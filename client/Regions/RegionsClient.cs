using System.Diagnostics;
using ActiveActive.Client.Calls;
using ActiveActive.Client.Regions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Client;

/// <summary>
/// A client of several regions: it calls the first one in its list that is well, goes on with the same request in the next one when that is gone or does not answer, and returns when it is well again. With a
/// <see cref="RegionSession"/> a caller reads what it has written and read before, in whatever region it was.
/// </summary>
/// <remarks>Only calls that may be made again belong here: read-only methods, and those of interfaces marked <see cref="ExactlyOnceAttribute"/>. A request that was made in two regions counts once when they meet.</remarks>
public sealed class RegionsClient : IAsyncDisposable
{
    private static readonly GrainId Self = GrainId.Create("regions-client", "0"); // no grain: it names what is derived from an outer scope
    private readonly RegionOfClient[] _regions;
    private readonly RegionsClientOptions _options;

    private RegionsClient(RegionsClientOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        _options = options;
        _regions = [.. options.Regions.Select(region => new RegionOfClient(region, options, loggers, time))];
    }

    /// <summary>The region that is called now: the first one that is well; null when none is.</summary>
    public string? Present => Array.Find(_regions, static region => region.IsWell)?.Name;

    /// <summary>Connects to all regions; done when one of them is connected. The others go on trying.</summary>
    /// <param name="configure">Names the regions.</param>
    /// <param name="loggers">Where the clients log; null for nowhere.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">No region is named, or a number is out of range.</exception>
    public static async Task<RegionsClient> Connect(Action<RegionsClientOptions> configure, ILoggerFactory? loggers = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RegionsClientOptions();
        configure(options);
        Check(options);
        var client = new RegionsClient(options, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
        try
        {
            await FirstOf([.. client._regions.Select(static region => region.Start())]).WaitAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins a session of a caller, or goes on with one.</summary>
    /// <param name="token">What the caller has met; null for nothing.</param>
    public RegionSession NewSession(SessionToken? token = null) => new(this, token ?? SessionToken.None);

    /// <summary>Makes a call, in one region after the other until one answers.</summary>
    /// <param name="call">The call, or several that belong together. It may be made more than once, with the same ids.</param>
    /// <exception cref="OutcomeUnknownException">No region answered, and one of them may have done it. Nothing is lost or doubled by calling again with the same id (<see cref="CallScope"/>).</exception>
    /// <exception cref="ConnectionFailedException">No region could be reached.</exception>
    public async Task<T> Call<T>(Func<IGrainFactory, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (result, _) = await Make(call, SessionToken.None, keepsSession: false);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var region in _regions)
        {
            await region.DisposeAsync();
        }
    }

    internal async Task<(T Result, SessionToken Token)> Make<T>(Func<IGrainFactory, Task<T>> call, SessionToken token, bool keepsSession)
    {
        using var trace = Tracing.Source.HasListeners() && Activity.Current is not { Recorded: false } ? Tracing.Source.StartActivity("RegionsClient.Call", ActivityKind.Client) : null;
        var stamp = CallScope.Current?.NextCall(Self, "call");
        Exception? last = null;
        var mayHaveHappened = false;
        foreach (var region in Order())
        {
            stamp = stamp is null ? CallStamp.New(region.Now) : last is null ? stamp : stamp with { Attempt = stamp.Attempt + 1 };
            try
            {
                if (keepsSession && !await Reach(region, token))
                {
                    last ??= new RegionBehindException($"Region {region.Name} has not applied within {_options.SessionWait} what this session has met elsewhere. Nothing was done; try again.");
                    continue;
                }

                using var scope = CallScope.Begin(stamp);
                trace?.SetTag("aa.region", region.Name);
                var result = await call(region.Grains);
                return (result, keepsSession ? await Advance(region, token) : token);
            }
            catch (MisdirectedException error)
            {
                last = error; // another one may hold it
            }
            catch (Exception error) when (RetryRules.Classify(error) != FailureKind.Final)
            {
                last = error;
                mayHaveHappened |= RetryRules.Classify(error) == FailureKind.Unknown;
                region.GiveUp();
            }
        }

        throw last is MisdirectedException or RegionBehindException && !mayHaveHappened ? last
            : mayHaveHappened ? new OutcomeUnknownException($"None of the regions {string.Join(", ", _regions.Select(static region => region.Name))} has answered in time. One of them may have done it; call again with the same id to learn that.", last)
            : last ?? new ConnectionFailedException("No region is connected.");
    }

    private async Task<bool> Reach(RegionOfClient region, SessionToken token)
    {
        using (CallScope.Suppress())
        {
            return token.Positions.IsEmpty || await region.Sessions.Reach(token.ToString(), _options.SessionWait);
        }
    }

    // If the region dies before it says what was met, the call is made again elsewhere, with its id.
    private static async Task<SessionToken> Advance(RegionOfClient region, SessionToken token)
    {
        using (CallScope.Suppress())
        {
            return SessionToken.TryParse(await region.Sessions.Advance(token.ToString()), out var next) ? next : token;
        }
    }

    // Those that are well, then the others: when none is, each is tried.
    private IEnumerable<RegionOfClient> Order() => [.. _regions.Where(static region => region.IsWell), .. _regions.Where(static region => !region.IsWell)];

    private static async Task FirstOf(List<Task> starts)
    {
        var left = starts;
        while (true)
        {
            var first = await Task.WhenAny(left);
            if (first.IsCompletedSuccessfully || left.Count == 1)
            {
                await first;
                return;
            }

            left = [.. left.Where(start => start != first)];
        }
    }

    private static void Check(RegionsClientOptions options)
    {
        if (options.Regions.Count == 0 || options.Regions.DistinctBy(static region => region.Region).Count() < options.Regions.Count)
        {
            throw new ArgumentException("Name one region or more, each once: options.Add(\"eu\", connectionString).", nameof(options));
        }

        if (options.SessionWait < TimeSpan.Zero || options.SessionWait > TimeSpan.FromMinutes(1) || options.ProbePeriod < TimeSpan.FromMilliseconds(50) || options.ProbePeriod > TimeSpan.FromMinutes(10) || options.ProbesToReturn is < 1 or > 100)
        {
            throw new ArgumentException($"SessionWait is {options.SessionWait} (0 to 1 minute), ProbePeriod {options.ProbePeriod} (50 milliseconds to 10 minutes), ProbesToReturn {options.ProbesToReturn} (1 to 100).", nameof(options));
        }
    }
}
