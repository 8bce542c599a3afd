namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>What <see cref="CrashDetector"/> wants to be done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Peer">About whom.</param>
internal readonly record struct Deed(DeedKind Kind, SiloAddress Peer)
{
    public override string ToString() => $"{Kind} {Peer}";
}
