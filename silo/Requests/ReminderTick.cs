namespace ActiveActive.Silo.Requests;

/// <summary>
/// The identity of a reminder's tick. A tick that a second silo fires again after the first one died gets the same id, so that what it did is not done twice.
/// </summary>
internal static class ReminderTick
{
    // A timer may fire a little early; a tick fired late by less than a period still belongs to its own time.
    private static readonly TimeSpan MostEarly = TimeSpan.FromSeconds(1);

    /// <summary>The stamp of a tick: derived from grain, reminder and the time for which the tick was due.</summary>
    public static CallStamp Stamp(GrainId grain, string reminder, TickStatus status)
    {
        var due = DueTime(status);
        var seed = new RequestId(Guid.Empty).Derive("reminder", $"{grain}/{reminder}/{due.Ticks}", 0);
        return new CallStamp(At(due, seed), 1);
    }

    /// <summary>The time for which a tick was due: the first tick's time plus whole periods.</summary>
    public static DateTime DueTime(TickStatus status)
    {
        var first = AsStored(status.FirstTickTime);
        var since = status.CurrentTickTime - first + MostEarly;
        var periods = status.Period > TimeSpan.Zero && since > TimeSpan.Zero ? since.Ticks / status.Period.Ticks : 0;
        return first + TimeSpan.FromTicks(periods * status.Period.Ticks);
    }

    // The silo that registered a reminder knows its start to 100 ns, all others as PostgreSQL rounded it: to microseconds by cutting off, then half up to milliseconds.
    private static DateTime AsStored(DateTime start)
    {
        var microseconds = start.Ticks / TimeSpan.TicksPerMicrosecond;
        return new DateTime((microseconds + 500) / 1000 * TimeSpan.TicksPerMillisecond, start.Kind);
    }

    // The same 74 bits for the same tick, under the tick's own time.
    private static RequestId At(DateTime due, RequestId seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        seed.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = new DateTimeOffset(DateTime.SpecifyKind(due, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(milliseconds >> 16));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)milliseconds);
        return new RequestId(new Guid(bytes, bigEndian: true));
    }
}
