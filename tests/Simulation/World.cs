using System.Globalization;
using System.Numerics;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>
/// Regions, a network between them, and clients, all on one thread and drawn from one seed. What goes wrong on the way: messages are lost, doubled, delayed and overtaken, links are cut in one or both directions, regions crash
/// before and after a commit, are restored from old backups, have clocks that are off and jump, and old code that cannot read what newer code writes. In the end everything heals, and what was promised must hold.
/// </summary>
internal sealed class World
{
    public const int MostKeys = 3;
    public const long Epoch = 1_900_000_000_000;
    private const int MostRequests = 40;
    private const int SettleRounds = 200;

    /// <summary>Some of what is left to do shows only in the round after.</summary>
    private const int QuietRounds = 3;
    private const int CalmRounds = 4;
    private const int LongestPause = 4000;
    private const int MostMessages = 8;
    private readonly Random _random;
    private readonly List<Message> _network = [];
    private readonly HashSet<(int From, int To)> _cut = [];
    private readonly SimClient[] _clients;
    private readonly int _keys;
    private readonly int _length;
    private readonly int _crashesAfter;
    private readonly int _downtime;
    private readonly int _calmAt;
    private readonly int[] _steps;
    private readonly int[] _disturbances;
    private readonly List<ulong>[] _observed = [.. Enumerable.Range(0, MostRequests).Select(static _ => new List<ulong>())];
    private readonly ulong[] _acknowledged = new ulong[MostKeys];
    private readonly ulong[] _made = new ulong[MostKeys];
    private int _requests;
    private int _incarnations = 1;
    private ulong _mayBeLost;

    /// <param name="seed">Decides everything.</param>
    /// <param name="plant">A bug that is put in.</param>
    /// <param name="disasters">What goes wrong; null for what the seed says.</param>
    public World(int seed, Plant plant = Plant.None, Disasters? disasters = null)
    {
        (Plant, _random) = (plant, new Random(seed));
        var count = _random.Next(2, 5);
        RegionNames = [.. Enumerable.Range(0, count).Select(static place => $"r{place}")];
        Regions = [.. Enumerable.Range(0, count).Select(place => new SimRegion(this, place, shards: 1 + (place % 2)))];
        _clients = [.. Enumerable.Range(0, _random.Next(2, 5)).Select(place => new SimClient(place % count))];
        _keys = _random.Next(1, MostKeys + 1);
        _length = _random.Next(50, 400);
        _steps = Shares(20, 14, 10, 9, 2, 5, 15, 20, 8, 5);
        _disturbances = Shares(4, 8, 4, 12, 4, 4, 3, 4, 8, 2, 8);
        _crashesAfter = _random.Next(10, 80);
        _downtime = _random.Next(3, 40);
        var drawn = Draw();
        KeepTo(disasters ?? drawn);
        _calmAt = _random.Next(2) == 0 ? -1 : _random.Next(_length);
        foreach (var region in Regions)
        {
            region.TakeBackup();
        }
    }

    public Plant Plant { get; }

    public IReadOnlyList<string> RegionNames { get; }

    public SimRegion[] Regions { get; }

    /// <summary>In milliseconds since <see cref="Epoch"/>.</summary>
    public long Time { get; private set; }

    /// <summary>How often each thing was done, to see that worlds are not empty.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>The requests that a state has, as bits.</summary>
    public static ulong Mask(Ledger ledger)
    {
        var mask = 0UL;
        foreach (var request in ledger.Requests.Items)
        {
            mask |= 1UL << request;
        }

        return mask;
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="Violation">Something that is promised does not hold.</exception>
    public void Run()
    {
        for (var step = 0; step < _length; step++)
        {
            Time += _random.Next(1, 20);
            Step();
            if (step == _calmAt)
            {
                Calm();
            }
        }

        Settle();
        CheckEnd();
    }

    /// <summary>Counts what was done.</summary>
    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    /// <summary>Whether two regions hear each other now.</summary>
    public bool Hear(int one, int other) => !_cut.Contains((one, other)) && !_cut.Contains((other, one));

    /// <summary>Notes what an attempt of a request had before it.</summary>
    public void Observes(Operation operation, ulong requests)
    {
        _observed[operation.Number].Add(requests);
        _made[operation.Key] |= operation.Bit;
    }

    /// <summary>Checks what holds for every row at every time.</summary>
    public void CheckRow(SimRegion region, int key, SimRow row)
    {
        var ledger = row.Replica.State.Value;
        var mask = Mask(ledger);
        if (ledger.Total.Value != BitOperations.PopCount(mask))
        {
            throw new Violation($"Grain {key} in {region.Disk.Self}: {BitOperations.PopCount(mask)} requests add up to {ledger.Total.Value}.");
        }

        if (ledger.Stock.Value < 0)
        {
            throw new Violation($"Grain {key} in {region.Disk.Self}: the stock is {ledger.Stock.Value}.");
        }

        if ((mask & ~_made[key]) != 0)
        {
            throw new Violation($"Grain {key} in {region.Disk.Self} has requests that nobody made.");
        }

        for (var left = mask; left != 0; left &= left - 1)
        {
            var request = BitOperations.TrailingZeroCount(left);
            if (!_observed[request].Exists(observed => (observed & ~mask & ~_mayBeLost) == 0))
            {
                throw new Violation($"Grain {key} in {region.Disk.Self} has request {request} without what that had seen.");
            }
        }
    }

    // Most worlds have one kind of disaster only, so that it meets with more of the rest.
    private Disasters Draw() => _random.Next(5) switch { 0 => Disasters.None, 1 => Disasters.Restores, 2 => Disasters.Damage, 3 => Disasters.OldCode, _ => Disasters.All };

    private void KeepTo(Disasters disasters)
    {
        if (!disasters.HasFlag(Disasters.Restores))
        {
            (_disturbances[5], _disturbances[6]) = (0, 0);
        }

        if (!disasters.HasFlag(Disasters.Damage))
        {
            _disturbances[9] = 0;
        }

        if (!disasters.HasFlag(Disasters.OldCode))
        {
            (_disturbances[7], _disturbances[10]) = (0, 0);
            Array.ForEach(Regions, static region => region.TypeVersion = 2);
        }

        _steps[8] *= disasters is Disasters.All ? 1 : disasters is Disasters.None or Disasters.OldCode ? 0 : 3; // mending
    }

    // Each world has its own shares of what happens, so that also rare combinations come together somewhere (Groce et al., Swarm Testing, 2012).
    private int[] Shares(params ReadOnlySpan<int> usual)
    {
        var shares = new int[usual.Length];
        for (var i = 0; i < usual.Length; i++)
        {
            shares[i] = _random.Next(4) switch { 0 => 1 + (usual[i] / 4), 1 => usual[i] * 3, _ => usual[i] };
        }

        return shares;
    }

    private int Draw(int[] shares)
    {
        var left = _random.Next(shares.Sum());
        var drawn = 0;
        while (left >= shares[drawn])
        {
            left -= shares[drawn++];
        }

        return drawn;
    }

    private void Step()
    {
        var region = Regions[_random.Next(Regions.Length)];
        if (!region.IsUp && _random.Next(_downtime) == 0)
        {
            region.Start();
        }

        switch (Draw(_steps))
        {
            case 0:
                Act(_clients[_random.Next(_clients.Length)]);
                break;
            case 1:
                Flush(region);
                break;
            case 2:
                region.Merge();
                break;
            case 3:
                region.Tell();
                break;
            case 4:
                region.NoteApplied();
                break;
            case 5:
                region.Mark();
                break;
            case 6:
                Ask(region);
                break;
            case 7:
                Deliver();
                break;
            case 8:
                Mend(region);
                break;
            default:
                Disturb(region);
                break;
        }
    }

    private void Flush(SimRegion region)
    {
        if (region.IsUp)
        {
            Count("flush");
            region.Flush(crashBefore: _random.Next(60) == 0, crashAfter: _random.Next(_crashesAfter) == 0);
            ForgetWaiting(region);
        }
    }

    private void Mend(SimRegion region)
    {
        if (region.TakeSnapshot())
        {
            Visit(region);
        }

        if (region.Disk.Damaged.Count > 0)
        {
            region.Mend(region.Disk.Damaged.Order().First(), Regions[_random.Next(Regions.Length)]);
            if (region.Disk.Damaged.IsEmpty)
            {
                Visit(region);
            }
        }
    }

    // Clients come to a region that serves again, and go on to others.
    private void Visit(SimRegion region)
    {
        foreach (var client in _clients)
        {
            for (var key = 0; key < _keys; key++)
            {
                Read(client, key, region);
                Read(client, key, Regions[_random.Next(Regions.Length)]);
            }
        }
    }

    private void Disturb(SimRegion region)
    {
        switch (Draw(_disturbances))
        {
            case 0:
                Count("cut");
                Cut();
                break;
            case 1:
                _cut.Clear();
                break;
            case 2:
                Count("crash");
                region.Crash();
                ForgetWaiting(region);
                break;
            case 3:
                if (!region.IsUp)
                {
                    region.Start();
                }

                break;
            case 4:
                region.ClockOffset = _random.Next(8) == 0 ? _random.Next(-20_000, 20_000) : _random.Next(-500, 500);
                break;
            case 5:
                region.TakeBackup();
                break;
            case 6:
                Restore(region);
                break;
            case 7:
                Count("upgrade");
                region.TypeVersion = 2;
                break;
            case 8:
                region.Trim();
                break;
            case 9:
                Damage(region);
                break;
            default:
                region.RetryAside(_random.Next(_keys));
                break;
        }
    }

    private bool AreWell => Array.TrueForAll(Regions, static one => one.Disk.HasRejoined && one.Disk.Damaged.IsEmpty);

    private void Damage(SimRegion region)
    {
        var key = _random.Next(_keys);
        if (AreWell)
        {
            region.Damage(key);
        }
    }

    private void Restore(SimRegion region)
    {
        // Two at once may lose what each still had of the other.
        if (!AreWell)
        {
            return;
        }

        Count("restore");
        if (_random.Next(3) == 0)
        {
            region.LoseBackup();
        }

        foreach (var (stream, stored) in region.Disk.Log)
        {
            // What no other region has, is gone.
            var left = Math.Max(region.Backup.Head(stream).Number, Regions.Where(other => other != region).Max(other => other.Disk.Head(stream).Number));
            foreach (var effect in stored.After(left).SelectMany(static batch => batch.Entries.OfType<StateEntry>()).SelectMany(static entry => entry.Effects))
            {
                _mayBeLost |= 1UL << RequestOf(effect.Id.Value);
            }

            foreach (var client in _clients.Where(client => client.Token.GetValueOrDefault(stream) > left))
            {
                client.Token[stream] = left;
            }
        }

        region.Restore(++_incarnations);
        ForgetWaiting(region);
        foreach (var client in _clients)
        {
            for (var key = 0; key < MostKeys; key++)
            {
                client.Met[key] &= ~_mayBeLost;
            }
        }
    }

    private void Act(SimClient client)
    {
        if (client.PausesUntil > Time)
        {
            return;
        }

        if (_random.Next(3) == 0)
        {
            Read(client, _random.Next(_keys), Regions[_random.Next(Regions.Length)]);
            return;
        }

        if (client.Current is null)
        {
            if (_requests == MostRequests)
            {
                return;
            }

            client.Current = new Operation(_requests++, _random.Next(_keys), (OperationKind)_random.Next(3), _random.Next(1, 4), Time);
            client.Attempts = 0;
        }

        // Also while an attempt is under way: its time was over.
        var region = Regions[_random.Next(4) == 0 ? _random.Next(Regions.Length) : client.Home];
        Send(client, client.Current, region);
    }

    private void Send(SimClient client, Operation operation, SimRegion region)
    {
        if (client.IsWaiting && _random.Next(4) != 0)
        {
            return;
        }

        if (client.Attempts == 0)
        {
            client.First = region.Place;
        }

        client.IsWaiting = region.Write(operation, ++client.Attempts, AnswerTo(client, operation));
        Count(client.Attempts > 1 ? "retry" : "write");
    }

    private Action<ulong, IEnumerable<KeyValuePair<StreamId, long>>> AnswerTo(SimClient client, Operation operation) => (shown, token) =>
    {
        if (client.Current != operation)
        {
            return;
        }

        Count("answer");
        (client.Current, client.IsWaiting) = (null, false);
        client.Met[operation.Key] |= shown;
        _acknowledged[operation.Key] |= operation.Bit;
        client.Meet(token);
    };

    private void Read(SimClient client, int key, SimRegion region)
    {
        if (region.Read(key, client.Token) is not { } requests)
        {
            return;
        }

        Count("read");
        if ((client.Met[key] & ~requests & ~_mayBeLost) != 0)
        {
            throw new Violation($"A client that had met requests {client.Met[key]:x} of grain {key} read {requests:x} in {region.Disk.Self}, which had said to have all that is in its token.");
        }

        client.Met[key] |= requests;
        client.Meet(region.Position());
    }

    /// <summary>A crash answers nobody; the clients' time is over.</summary>
    public void ForgetWaiting(SimRegion region)
    {
        if (!region.IsServing)
        {
            foreach (var client in _clients.Where(static client => client.IsWaiting))
            {
                client.IsWaiting = false;
                client.PausesUntil = Time + (_random.Next(3) == 0 ? _random.Next(LongestPause) : 0);
            }
        }
    }

    private void Cut()
    {
        var (from, to) = (_random.Next(Regions.Length), _random.Next(Regions.Length));
        _cut.Add((from, to));
        if (_random.Next(2) == 0)
        {
            _cut.Add((to, from));
        }
    }

    private void Ask(SimRegion region)
    {
        var peer = _random.Next(Regions.Length);
        if (region.IsUp && peer != region.Place)
        {
            _network.Add(region.Ask(peer));
        }
    }

    private void Deliver()
    {
        if (_network.Count == 0)
        {
            return;
        }

        // Old ones are lost, else most of what is delivered would be known.
        _network.RemoveRange(0, Math.Max(0, _network.Count - MostMessages));
        var place = _random.Next(_network.Count);
        var message = _network[place];
        var fate = _random.Next(10);
        if (fate != 0)
        {
            _network.RemoveAt(place); // else it comes again
        }

        if (fate == 1 || _cut.Contains((message.From, message.To)) || !Regions[message.To].IsUp || Regions[message.From].Disk.Self != message.Sender)
        {
            return;
        }

        if (message.Batches is null)
        {
            _network.Add(Regions[message.To].Answer(message, _random.Next(1, 10)));
        }
        else
        {
            Count("deliver");
            Regions[message.To].Receive(message);
        }
    }

    /// <summary>Nothing is wrong for a while: much becomes stable, and goes from the logs.</summary>
    private void Calm()
    {
        _cut.Clear();
        for (var round = 0; round < CalmRounds; round++)
        {
            Array.ForEach(Regions, Work);
            foreach (var (region, peer) in Regions.SelectMany(_ => Regions, static (region, peer) => (region, peer)).Where(static pair => pair.region != pair.peer && pair.region.IsUp && pair.peer.IsUp))
            {
                region.Receive(peer.Answer(region.Ask(peer.Place), int.MaxValue));
            }
        }
    }

    /// <summary>Everything heals, and goes on until nothing is left to do.</summary>
    private void Settle()
    {
        _cut.Clear();
        _network.Clear();
        foreach (var region in Regions)
        {
            (region.TypeVersion, region.ClockOffset) = (2, 0);
            if (!region.IsUp)
            {
                region.Start();
            }
        }

        // Whatever was stamped far ahead is no longer.
        Time += 60_000;
        var (before, quiet) = ("", 0);
        for (var round = 0; ; round++)
        {
            foreach (var client in _clients.Where(static client => client.Current is not null))
            {
                AskAgain(client, client.Current!);
            }

            foreach (var region in Regions)
            {
                Work(region);
                foreach (var peer in Regions.Where(peer => peer != region))
                {
                    region.Receive(peer.Answer(region.Ask(peer.Place), int.MaxValue));
                }
            }

            var now = string.Join('|', Regions.Select(static region => string.Join(' ', region.Position()) + region.HasWork + region.Disk.Aside.Count));
            quiet = now == before ? quiet + 1 : 0;
            if (quiet == QuietRounds)
            {
                return;
            }

            if (round == SettleRounds)
            {
                throw new Violation($"It does not come to rest: {now}");
            }

            before = now;
        }
    }

    // A region that took a snapshot sends whoever asked before to where that was.
    private void AskAgain(SimClient client, Operation operation)
    {
        var home = Regions[client.Home];
        var region = home.Takes(operation, client.Attempts + 1) ? home : Regions[client.First];
        if (!region.Takes(operation, client.Attempts + 1) && !region.Disk.Effects.Contains(operation.Effect))
        {
            Count("given up"); // its outcome stays unknown
            client.Current = null;
            return;
        }

        client.IsWaiting = region.Write(operation, ++client.Attempts, AnswerTo(client, operation));
    }

    private void Work(SimRegion region)
    {
        for (var step = 0; step < MostKeys + 2; step++)
        {
            region.TakeSnapshot();
        }

        region.Trim();
        region.TryAgain();
        foreach (var (key, peer) in region.Disk.Damaged.Order().SelectMany(key => Regions.Where(peer => peer != region).Select(peer => (key, peer))))
        {
            region.Mend(key, peer);
        }

        for (var i = 0; i < 4; i++)
        {
            region.Merge();
            for (var key = 0; key < _keys; key++)
            {
                region.RetryAside(key);
            }

            region.Mark();
            region.Flush();
            while (region.IsTelling)
            {
                region.Tell();
            }
        }

        region.NoteApplied();
    }

    private void CheckEnd()
    {
        if (_clients.FirstOrDefault(static client => client.Current is not null) is { } waiting)
        {
            throw new Violation($"Request {waiting.Current!.Number} was never answered, in {waiting.Attempts} attempts.");
        }

        foreach (var region in Regions)
        {
            if (!region.MayWrite() || region.HasWork || region.Disk.Aside.Count > 0)
            {
                throw new Violation($"{region.Disk.Self} is not done: may write {region.MayWrite()}, {region.Log.Open} changes not merged, {region.Disk.Aside.Count} grains held.");
            }

            // The hash of a batch is over all before it.
            foreach (var (stream, stored) in region.Disk.Log)
            {
                var last = Regions.Select(other => other.Disk.Head(stream)).MaxBy(static head => head.Number);
                if (stored.Head != last)
                {
                    throw new Violation($"{region.Disk.Self} has {stored.Head.Number} batches of {stream}, others have {last.Number}, or other ones.");
                }
            }
        }

        for (var key = 0; key < _keys; key++)
        {
            CheckEnd(key);
        }
    }

    private void CheckEnd(int key)
    {
        var rows = Regions.Select(region => region.Disk.Rows.GetValueOrDefault(key)).ToList();
        var prints = rows.Select(static row => row is null ? "" : Convert.ToHexStringLower(row.Replica.State.Fingerprint())).Distinct().ToList();
        if (prints.Count > 1)
        {
            throw new Violation($"Grain {key} did not converge: {string.Join(", ", rows.Select(static row => row is null ? "none" : Convert.ToString(Mask(row.Replica.State.Value).ToString("x", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)))}.");
        }

        var has = rows[0] is { } any ? Mask(any.Replica.State.Value) : 0;
        if ((_acknowledged[key] & ~has & ~_mayBeLost) is var lost and not 0)
        {
            throw new Violation($"Grain {key} lost acknowledged requests {lost:x}.");
        }

        if (rows[0] is { } row)
        {
            CheckLast(key, row.Replica.State.Value.Last.Value, has);
        }
    }

    // What is shown must not have been seen by a write after it.
    private void CheckLast(int key, int shown, ulong has)
    {
        for (var left = has; left != 0 && _observed[shown].Count == 1; left &= left - 1)
        {
            var other = BitOperations.TrailingZeroCount(left);
            if (_observed[other].Count == 1 && (_observed[other][0] & (1UL << shown)) != 0)
            {
                throw new Violation($"Grain {key} shows request {shown}, although {other} came after it.");
            }
        }
    }

    private static int RequestOf(Guid effect) => BitConverter.ToInt32(effect.ToByteArray()) - 1;
}
