using System.Reflection;

namespace ActiveActive.Client.Gateways;

/// <summary>The same over Orleans' own, internal type of connection.</summary>
/// <typeparam name="TConnection">ClientOutboundConnection.</typeparam>
internal sealed class GatewayInternalsOf<TConnection> : GatewayInternals
    where TConnection : class
{
    private readonly WeakReference<TConnection>?[] _buckets;
    private readonly Action<uint, TConnection?> _updateBucket;
    private readonly Func<List<SiloAddress>> _liveGateways;
    private readonly Action<SiloAddress> _markAsDead;
    private readonly Action<SiloAddress> _stopSending;
    private readonly Action _refresh;
    private readonly Func<SiloAddress, Task<object>> _connect;
    private readonly Func<TConnection, SiloAddress> _gatewayOf;
    private readonly Func<TConnection, bool> _isValid;
    private readonly Action<Action<GrainId, SiloAddress>> _listen;

    public GatewayInternalsOf(object center, object gateways, object connections)
    {
        _buckets = (WeakReference<TConnection>?[])Field(center, "grainBuckets").GetValue(center)!;
        _updateBucket = Method(center, "UpdateBucket", typeof(uint), typeof(TConnection)).CreateDelegate<Action<uint, TConnection?>>(center);
        _liveGateways = Method(gateways, "GetLiveGateways").CreateDelegate<Func<List<SiloAddress>>>(gateways);
        _markAsDead = Method(gateways, "MarkAsDead", typeof(SiloAddress)).CreateDelegate<Action<SiloAddress>>(gateways);
        _stopSending = Method(gateways, "MarkAsUnavailableForSend", typeof(SiloAddress)).CreateDelegate<Action<SiloAddress>>(gateways);
        _refresh = Method(gateways, "ExpediteUpdateLiveGatewaysSnapshot").CreateDelegate<Action>(gateways);
        _gatewayOf = Getter<TConnection, SiloAddress>("RemoteSiloAddress");
        _isValid = Getter<TConnection, bool>("IsValid");

        _listen = Tap(center);

        var connect = Method(connections, "GetConnection", typeof(SiloAddress));
        var result = connect.ReturnType; // a ValueTask of the connections' base type
        var read = typeof(GatewayInternalsOf<TConnection>).GetMethod(nameof(Connecting), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(result.GetGenericArguments());
        _connect = read.CreateDelegate<Func<Delegate, SiloAddress, Task<object>>>() is var reader
            && connect.CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(SiloAddress), result), connections) is var source
                ? gateway => reader(source, gateway)
                : throw new MissingMethodException();
    }

    public override int BucketCount => _buckets.Length;

    public override IReadOnlyList<SiloAddress> LiveGateways => _liveGateways();

    public override object? ConnectionOf(int bucket) =>
        _buckets[bucket] is { } reference && reference.TryGetTarget(out var connection) && _isValid(connection) ? connection : null;

    public override SiloAddress GatewayOf(object connection) => _gatewayOf((TConnection)connection);

    public override void Bind(int bucket, object connection) => _updateBucket((uint)bucket, (TConnection)connection);

    public override Task<object> Connect(SiloAddress gateway) => _connect(gateway);

    public override void Listen(Action<GrainId, SiloAddress> listener) => _listen(listener);

    public override void MarkAsDead(SiloAddress gateway) => _markAsDead(gateway);

    public override void StopSendingTo(SiloAddress gateway) => _stopSending(gateway);

    public override void RefreshList() => _refresh();

    private static async Task<object> Connecting<TBase>(Delegate connect, SiloAddress gateway)
        where TBase : class => await ((Func<SiloAddress, ValueTask<TBase>>)connect)(gateway);

    // Orleans gives its client's messages to one delegate, which is kept in a field: ours goes before it.
    private static Action<Action<GrainId, SiloAddress>> Tap(object center)
    {
        var field = Field(center, "messageHandler");
        var message = field.FieldType.GetGenericArguments().Single();
        var result = message.GetProperty("Result", Members)?.PropertyType ?? throw new MissingMemberException(message.FullName, "Result");
        var make = typeof(AnswerTap<,>).MakeGenericType(message, result).GetConstructors().Single();
        return listener => field.SetValue(center, ((IAnswerTap)make.Invoke([field.GetValue(center)!, listener])).Handler);
    }
}
