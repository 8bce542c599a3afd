namespace ActiveActive.Benchmarks;

/// <summary>Bytes to store.</summary>
internal static class BenchPayload
{
    /// <summary>Bytes that differ from write to write and that nothing can compress.</summary>
    public static byte[] Of(int length, long number)
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
