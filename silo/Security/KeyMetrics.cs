using System.Diagnostics.Metrics;
using System.Globalization;
using ActiveActive.Silo.Telemetry;

namespace ActiveActive.Silo.Security;

/// <summary>What is measured of the keys: instrument <c>activeactive.encryption.key.age</c>. Nothing while encryption at rest is off.</summary>
internal sealed class KeyMetrics
{
    private const string NameOfTime = "yyyyMMdd-HHmmss";
    private readonly TimeProvider _time;
    private volatile KnownKey? _key;

    public KeyMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        meters.OurMeter().CreateObservableGauge("activeactive.encryption.key.age", Age, "s", "Age of the ring's primary key");
    }

    /// <summary>The ring's primary key, of which <see cref="Set"/> was told; null for none.</summary>
    public string? Name => _key?.Name;

    /// <summary>Notes the primary key.</summary>
    /// <param name="name">Its name. <c>aactl keys</c> names keys by the time when they are made; that counts when it is earlier.</param>
    /// <param name="firstUse">When the first data key was wrapped with it that is still kept.</param>
    public void Set(string name, DateTimeOffset firstUse) => _key = new KnownKey(name, Made(name) is { } made && made < firstUse ? made : firstUse);

    /// <summary>When a key was made, by a name such as <c>aactl keys</c> gives; null for other names.</summary>
    public static DateTimeOffset? Made(string name) =>
        DateTimeOffset.TryParseExact(name.Split('.')[0], NameOfTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) ? made : null;

    private IEnumerable<Measurement<double>> Age() => _key is { } key ? [new Measurement<double>(Math.Max(0, (_time.GetUtcNow() - key.Since).TotalSeconds))] : [];

    private sealed record KnownKey(string Name, DateTimeOffset Since);
}
