using Akka.Persistence;

namespace ActiveActive.Peers.Akka;

/// <summary>What the benchmarks' grains are elsewhere: each write is an event with the payload, stored before the answer; a snapshot now and then keeps recovery short.</summary>
internal sealed class BlobActor : ReceivePersistentActor
{
    private const int EventsPerSnapshot = 100;
    private Wrote _last = new(0, []);

    public BlobActor(string key)
    {
        PersistenceId = $"blob-{key}";
        Recover<Wrote>(wrote => _last = wrote);
        Recover<SnapshotOffer>(offer => _last = (Wrote)offer.Snapshot);
        Command<ReadBlob>(_ => Answer());
        Command<WriteBlob>(write => Persist(new Wrote(_last.Number + 1, Payload(write.Payload, _last.Number + 1)), wrote =>
        {
            _last = wrote;
            Answer();
            if (LastSequenceNr % EventsPerSnapshot == 0)
            {
                SaveSnapshot(_last);
            }
        }));
        Command<SaveSnapshotSuccess>(static _ => { });
    }

    public override string PersistenceId { get; }

    private void Answer() => Sender.Tell(new BlobIs(_last.Number), Self);

    // Differs from write to write, and nothing can compress it.
    private static byte[] Payload(int length, long number)
    {
        var payload = new byte[length];
        var bits = (ulong)number * 0x9E37_79B9_7F4A_7C15;
        for (var i = 0; i < length; i++)
        {
            // xorshift64 (Marsaglia, 2003)
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            payload[i] = (byte)bits;
        }

        return payload;
    }
}
