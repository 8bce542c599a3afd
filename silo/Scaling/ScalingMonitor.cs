using System.Diagnostics.CodeAnalysis;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Placement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Scaling;

/// <summary>
/// Measures this silo's load each period. On the oldest silo of the region it then asks the others for theirs and works out how many silos they want; on the others it asks that one, so that any silo gives an autoscaler the
/// same answer. When one silo has far more to do than another, it has the grains balanced at once.
/// </summary>
internal sealed class ScalingMonitor(
    LoadMeter meter, LoadClient client, LoadBoard board, BalanceSignal balance, ScalingMetrics metrics, SiloState state, ILocalSiloDetails self, IOptions<ActiveActiveOptions> options, TimeProvider time, ILogger<ScalingMonitor> log)
    : BackgroundService
{
    private readonly ScalingOptions _options = options.Value.Scaling;
    private ScaleDecider? _decider;
    private bool _hasFailed;

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the reason, the next period comes; the advice grows old meanwhile, and says so.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Observe(board);
        await state.Active.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(_options.Period, time);
        do
        {
            try
            {
                await Round(stoppingToken);
                _hasFailed = false;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_hasFailed)
                {
                    log.LoadNotKnown(error.Message);
                }

                _hasFailed = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Round(CancellationToken cancellation)
    {
        var own = await meter.Measure(cancellation);
        board.Load = own;
        var silos = client.Silos;
        if (silos.Count == 0)
        {
            return; // this one leaves
        }

        var decider = LoadClient.Decider(silos);
        if (decider.Equals(self.SiloAddress))
        {
            Decide([own, .. await client.Others(silos, cancellation)], silos.Count);
        }
        else
        {
            _decider = null;
            if (await client.Advice(decider, cancellation) is { } advice)
            {
                board.Keep(advice, isOwn: false);
            }
        }

        if (board.Advice is { } known && LoadSpread.IsUneven(known.Loads, own, options.Value.Moves.BalanceUtilization))
        {
            balance.Raise(isClose: true);
        }
    }

    private void Decide(SiloLoad[] loads, int silos)
    {
        _decider ??= new ScaleDecider(_options);
        var wish = ScalePlan.Wish(loads, silos, _options);
        var before = board.Advice?.Wanted;
        var wanted = _decider.Decide(time.GetElapsedTime(0), wish, silos);
        var reason = wanted == wish.Silos ? wish.Reason
            : wanted < wish.Silos ? $"{wish.Reason}. It must be so for {_options.ScaleOutAfter} before more are asked for"
            : $"{wish.Reason}. It must be so for {_options.ScaleInAfter} before fewer are asked for";
        board.Keep(new ScaleAdvice(wanted, silos, reason, [.. wish.Signals], loads, self.Name, 0), isOwn: true);
        if (before is not null && before != wanted)
        {
            log.WantsSilos(wanted, before.Value, reason);
        }
    }
}
