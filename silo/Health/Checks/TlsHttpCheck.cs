using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether the HTTP API listens without TLS where others than this machine can reach it.</summary>
internal sealed class TlsHttpCheck(IServiceProvider services) : INamedCheck
{
    private readonly IServer? _server = services.GetService<IServer>();

    public string Name => CheckNames.TlsHttp;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => _server is not null;

    public string Advice => "Let HTTP listen with a certificate (ASPNETCORE_URLS=https://..., Kestrel:Certificates). Where a proxy in front encrypts, and the way to it is safe, turn this check off by Health:Off";

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var open = (_server!.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse).Where(IsOpen).Select(static address => address.Port).Distinct().Order().ToList();
        return Task.FromResult(open.Count == 0
            ? CheckFinding.Well("HTTP is encrypted, or stays on this machine")
            : CheckFinding.Failing($"HTTP listens without TLS on {(open.Count == 1 ? "port" : "ports")} {string.Join(", ", open)}, for other machines, too"));
    }

    /// <summary>Whether others can reach an address, and read what it is sent.</summary>
    public static bool IsOpen(BindingAddress address) =>
        address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe && address.Host != "localhost" && !(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
