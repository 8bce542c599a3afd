using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Load;

/// <summary>
/// A caller that has a region of its own and knows others: what its own one does not answer in time it asks of the next one, under the same request id, and so on in turns. The call that was given up goes on
/// meanwhile, so that one request is made in several regions.
/// </summary>
internal sealed class LinkedLoadTarget : ILoadTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private readonly List<ILoadTarget> _regions = [];

    private LinkedLoadTarget()
    {
    }

    public bool MayRepeat => true;

    public static async Task<ILoadTarget> Connect(WorkerSettings settings)
    {
        var target = new LinkedLoadTarget();
        try
        {
            foreach (var (region, database) in settings.Elsewhere.Prepend(new(settings.Region, settings.Database)))
            {
                target._regions.Add(await RegionLoadTarget.Connect(settings with { Region = region, Database = database }));
            }

            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    public async Task<Answer> Call(Operation operation, int attempt)
    {
        var answer = await _regions[(attempt - 1) % _regions.Count].Call(operation, attempt).WaitAsync(Patience);

        // A later attempt may be answered by another region, or with what another region answered.
        return attempt == 1 ? answer : answer with { Version = 0 };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var region in _regions)
        {
            await region.DisposeAsync();
        }
    }
}
