using System.Net.Sockets;
using ActiveActive.Cli.Status;

namespace ActiveActive.Cli.Doctor;

/// <summary>Whether the ports of silos can be reached from here: by clients must be, by silos too if silos run here.</summary>
internal sealed class PortCheck(TimeSpan patience)
{
    private const string Area = "connections";

    public async Task<IEnumerable<Finding>> Look(IReadOnlyList<Member> members, CancellationToken cancellation) => await Task.WhenAll(
        from member in members
        where member.IsActive
        from port in (IEnumerable<(string What, int Number)>)[("silo port", member.Port), ("gateway", member.GatewayPort)]
        where port.Number > 0
        select Try(member, port.What, port.Number, cancellation));

    private async Task<Finding> Try(Member member, string what, int port, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(member.Address, port, limit.Token);
            return Finding.Ok(Area, $"{member.Name}, {what}", $"{member.Address}:{port} answers");
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is SocketException or OperationCanceledException)
        {
            var why = error is SocketException refused ? $"{refused.SocketErrorCode}" : $"no answer within {patience.TotalSeconds:0} s";
            return new Finding(
                Area,
                $"{member.Name}, {what}",
                what == "gateway" ? FindingLevel.Error : FindingLevel.Warning,
                $"{member.Address}:{port} cannot be reached from here ({why})",
                "Is the silo running? Let the network pass this port, and set AdvertisedAddress to the address by which others reach the silo. Clients need gateways only");
        }
    }
}
