using System.Diagnostics.CodeAnalysis;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>
/// Orleans' view of the members, which calls a silo dead a little sooner: as soon as it is one of the <see cref="LostPeers"/>. Orleans asks this before it opens a connection for a message, and for nothing else that happens here (<c>MessageCenter</c>,
/// <c>SiloConnectionFactory</c>): the message is rejected then, and its caller asks again. Without it each message to a silo that has just died waits for a connection that fails, is thrown an exception through several
/// methods, and gets that exception's whole text with its stack: a fifth of what the survivors did in the second after a death, when everybody waits for them.
/// </summary>
internal sealed class CrashAwareOracle(ISiloStatusOracle oracle, LostPeers lost) : ISiloStatusOracle
{
    public SiloStatus CurrentStatus => oracle.CurrentStatus;

    public string SiloName => oracle.SiloName;

    public SiloAddress SiloAddress => oracle.SiloAddress;

    public bool IsDeadSilo(SiloAddress silo) => oracle.IsDeadSilo(silo) || lost.Contains(silo);

    public SiloAddress[] GetActiveSilos() => oracle.GetActiveSilos();

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => oracle.GetApproximateSiloStatus(siloAddress);

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => oracle.GetApproximateSiloStatuses(onlyActive);

    public bool TryGetSiloName(SiloAddress siloAddress, [NotNullWhen(true)] out string? siloName) => oracle.TryGetSiloName(siloAddress, out siloName);

    public bool IsFunctionalDirectory(SiloAddress siloAddress) => oracle.IsFunctionalDirectory(siloAddress);

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => oracle.SubscribeToSiloStatusEvents(observer);

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => oracle.UnSubscribeFromSiloStatusEvents(observer);
}
