using Akka.Persistence;

namespace ActiveActive.Peers.Akka;

/// <summary>The counter as Akka's documentation of event sourcing has it: each addition is an event, stored before the answer; a snapshot now and then keeps recovery short.</summary>
internal sealed class CounterActor : ReceivePersistentActor
{
    private const int EventsPerSnapshot = 100;
    private long _value;

    public CounterActor(string key)
    {
        PersistenceId = $"counter-{key}";
        Recover<Added>(Apply);
        Recover<SnapshotOffer>(offer => _value = (long)offer.Snapshot);
        Command<Get>(_ => Answer());
        Command<Add>(add => Persist(new Added(add.Amount), added =>
        {
            Apply(added);
            Answer();
            if (LastSequenceNr % EventsPerSnapshot == 0)
            {
                SaveSnapshot(_value);
            }
        }));
        Command<SaveSnapshotSuccess>(static _ => { });
    }

    public override string PersistenceId { get; }

    private void Apply(Added added) => _value += added.Amount;

    private void Answer() => Sender.Tell(new CounterIs(_value), Self);
}
