namespace ActiveActive.Tests.Cluster.State.Grains;

[ExactlyOnce, Alias("test.ITallyGrain")]
public interface ITallyGrain : IGrainWithStringKey
{
    [Alias("Add")] Task<long> Add(long amount);

    [Alias("Take")] Task<long> Take(long amount);

    [Alias("Keep")] Task<long> Keep();

    [Alias("AddTwice")] Task<long[]> AddTwice(long first, long second);

    [Alias("AddFailAdd")] Task<long[]> AddFailAdd(long first, long second, bool failBetween);

    [Alias("AddTogether")] Task<long[]> AddTogether(int times);

    [Alias("AddToOthers")] Task<long> AddToOthers(string[] keys, long amount);

    [Alias("AddToOtherTwice")] Task AddToOtherTwice(string key, long amount);

    [Alias("SendTo")] Task<long> SendTo(string key, long amount);

    [Alias("GiveTo")] Task<long> GiveTo(string key, long amount);

    [Alias("Receive")] Task<long> Receive(long amount);

    [Alias("Delete")] Task Delete();

    [Alias("Read")] Task<TallySnapshot> Read();

    [Alias("Ticks")] Task StartTimer();

    [Alias("Stray")] Task Stray();

    [Alias("Misuse")] Task Misuse(string how);

    [Alias("Leave")] Task Deactivate();
}
