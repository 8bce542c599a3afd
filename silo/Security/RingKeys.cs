using System.Security.Cryptography;
using System.Text;

namespace ActiveActive.Silo.Security;

/// <summary>Ring keys in memory, as they were at one moment. A wrapped key is 12 bytes nonce, 32 bytes ciphertext and 16 bytes tag of AES-256-GCM, bound to the ring key's name.</summary>
internal sealed class RingKeys(string primary, IReadOnlyDictionary<string, byte[]> keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly IReadOnlyDictionary<string, byte[]> _keys = keys;

    public string Primary { get; } = primary;

    /// <exception cref="KeyNotFoundException">The ring has no such key.</exception>
    public byte[] Wrap(string name, ReadOnlySpan<byte> dataKey)
    {
        using var cipher = Cipher(name);
        var wrapped = new byte[NonceBytes + dataKey.Length + TagBytes];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(nonce, dataKey, wrapped.AsSpan(NonceBytes, dataKey.Length), wrapped.AsSpan(NonceBytes + dataKey.Length), AssociatedData(name));
        return wrapped;
    }

    /// <exception cref="KeyNotFoundException">The ring has no such key.</exception>
    /// <exception cref="CryptographicException">It was wrapped by another key, or changed.</exception>
    public byte[] Unwrap(string name, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length <= NonceBytes + TagBytes)
        {
            throw new CryptographicException("The wrapped key is too short.");
        }

        using var cipher = Cipher(name);
        var dataKey = new byte[wrapped.Length - NonceBytes - TagBytes];
        cipher.Decrypt(wrapped[..NonceBytes], wrapped[NonceBytes..^TagBytes], wrapped[^TagBytes..], dataKey, AssociatedData(name));
        return dataKey;
    }

    /// <summary>The name of a key that these keys have with another value than some others; null when there is none.</summary>
    public string? Contradicted(RingKeys other) => _keys.Keys.FirstOrDefault(name => other._keys.TryGetValue(name, out var key) && !CryptographicOperations.FixedTimeEquals(key, _keys[name]));

    public bool Has(string name) => _keys.ContainsKey(name);

    private AesGcm Cipher(string name) => _keys.TryGetValue(name, out var key) ? new AesGcm(key, TagBytes) : throw new KeyNotFoundException($"The key ring has no key '{name}'.");

    private static byte[] AssociatedData(string name) => Encoding.UTF8.GetBytes("ActiveActive data key/" + name);
}
