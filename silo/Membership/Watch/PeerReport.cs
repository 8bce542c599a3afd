namespace ActiveActive.Silo.Membership.Watch;

/// <summary>An observer is refused at both ports of a silo.</summary>
internal readonly record struct PeerReport(SiloAddress Observer, SiloAddress Refused);
