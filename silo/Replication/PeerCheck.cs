using ActiveActive.Database.Certificates;
using Grpc.Core;

namespace ActiveActive.Silo.Replication;

/// <summary>Whom this region answers: peers that it has, by their own certificates, that mean to ask it.</summary>
internal sealed class PeerCheck(OwnStreams own, LinkSecurity security)
{
    /// <summary>Checks a question.</summary>
    /// <param name="region">The region that says to ask.</param>
    /// <param name="peer">The region that it means to ask.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="RpcException">It is not answered.</exception>
    public void Check(string region, string peer, ServerCallContext context)
    {
        var certificate = security.IsOn ? context.GetHttpContext().Connection.ClientCertificate : null;
        if (security.IsOn && (certificate is null || !RegionCertificate.Names(certificate, region)))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, $"The certificate ({certificate?.Subject}) is not that of region {region}, which bears the DNS name {RegionCertificate.NameOf(region)}."));
        }

        if (peer != own.Self.Region)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"This is region {own.Self.Region}, not {peer}. Correct the peer's addresses (Replication:Peers) in region {region}."));
        }

        if (region == own.Self.Region || !own.Regions.Contains(region))
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"Region {own.Self.Region} has no peer {region}. Name it there (Replication:Peers)."));
        }
    }
}
