using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Tests.Cluster.State.Grains;

/// <summary>A grain with one of each thing that can be done with durable state. Keys: <c>activates-*</c> updates in OnActivateAsync, <c>closed-*</c> refuses to receive.</summary>
[Reentrant, GrainType("tally")]
public sealed class TallyGrain([DurableState("tally")] IDurableState<TallyState> state) : Grain, ITallyGrain, IRemindable
{
    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Key.StartsWith("activates", StringComparison.Ordinal))
        {
            await state.Update(s => Change.To(s with { Activations = s.Activations + 1 }, 0));
        }
    }

    public Task<long> Add(long amount) => state.Update(s => Change.To(s with { Sum = s.Sum + amount }, s.Sum + amount));

    public Task<long> Take(long amount) => state.Update(s => s.Sum >= amount
        ? Change.To(s with { Sum = s.Sum - amount }, s.Sum - amount)
        : throw new RefusedException("too-little", $"There are {s.Sum}."));

    public Task<long> Keep() => state.Update(s => Change.None(s, s.Sum));

    public async Task<long[]> AddTwice(long first, long second) => [await Add(first), await Add(second)];

    public async Task<long[]> AddFailAdd(long first, long second, bool failBetween)
    {
        var one = await Add(first);
        return failBetween ? throw new InvalidOperationException("between") : [one, await Add(second)];
    }

    public Task<long[]> AddTogether(int times) => Task.WhenAll(Enumerable.Range(0, times).Select(_ => Add(1)));

    public async Task<long> AddToOthers(string[] keys, long amount)
    {
        await Task.WhenAll(keys.Select(key => GrainFactory.GetGrain<ITallyGrain>(key).Add(amount)));
        return await Add(amount);
    }

    public async Task AddToOtherTwice(string key, long amount)
    {
        var other = GrainFactory.GetGrain<ITallyGrain>(key);
        await Task.WhenAll(other.Add(amount), other.Add(amount));
    }

    public Task<long> SendTo(string key, long amount)
    {
        var other = GrainFactory.GetGrain<ITallyGrain>(key);
        return state.Update(s => Change.To(s with { Sum = s.Sum - amount }, s.Sum - amount).Send(other, o => o.Add(amount)));
    }

    public Task<long> GiveTo(string key, long amount)
    {
        var other = GrainFactory.GetGrain<ITallyGrain>(key);
        var self = this.AsReference<ITallyGrain>();
        return state.Update(s => Change.To(s with { Sum = s.Sum - amount }, s.Sum - amount)
            .Send(other, o => o.Receive(amount), self, me => me.Add(amount)));
    }

    public Task<long> Receive(long amount) => state.Update(s => Key.StartsWith("closed", StringComparison.Ordinal) && !s.Closed
        ? throw new RefusedException("closed", "Not open.")
        : Change.To(s with { Sum = s.Sum + amount }, s.Sum + amount));

    public Task Delete() => state.Update(s => Change.Delete(s, true));

    public Task<TallySnapshot> Read() => Task.FromResult(new TallySnapshot(state.Value.Sum, state.Version, state.Exists, state.Value.Ticks, state.Value.Activations));

    public Task StartTimer()
    {
        this.RegisterGrainTimer(
            _ => state.Update(s => Change.To(s with { Ticks = s.Ticks + 1 }, 0)),
            TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMilliseconds(10));
        return Task.CompletedTask;
    }

    /// <summary>Completes when the task that <see cref="Stray"/> left behind was refused.</summary>
    internal static TaskCompletionSource<Exception> StrayRefused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Stray()
    {
        Run().Ignore();
        return Task.CompletedTask;

        async Task Run()
        {
            try
            {
                while (true)
                {
                    await Add(1);
                }
            }
            catch (Exception error)
            {
                StrayRefused.SetResult(error);
                throw;
            }
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => state.Update(s => Change.To(s with { Ticks = s.Ticks + 1 }, 0));

    public async Task Misuse(string how)
    {
        var other = GrainFactory.GetGrain<ITallyGrain>("other");
        var plain = GrainFactory.GetGrain<IPlainGrain>("plain");
        Task misuse = how switch
        {
            "update in update" => state.Update(s => Change.To(s, state.Update(t => Change.To(t, 0)).IsCompleted)),
            "call in update" => state.Update(s => Change.To(s, other.Add(1).IsCompleted)),
            "off the scheduler" => Task.Run(() => Add(1)),
            "send to a plain grain" => state.Update(s => Change.To(s, 0).Send(plain, p => p.Do())),
            "send nothing" => state.Update(s => Change.To(s, 0).Send(other, _ => Task.CompletedTask)),
            "send two" => state.Update(s => Change.To(s, 0).Send(other, o => Task.WhenAll(o.Add(1), o.Add(2)))),
            "null change" => state.Update<int>(_ => null!),
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };
        await misuse;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
