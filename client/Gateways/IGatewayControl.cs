using System.Net;

namespace ActiveActive.Client.Gateways;

/// <summary>What can be done about a gateway.</summary>
internal interface IGatewayControl
{
    /// <summary>It is silent: cuts its connections, and lets no new one be made until <see cref="Resume"/>.</summary>
    void Suspend(IPEndPoint gateway);

    /// <summary>It answers again.</summary>
    void Resume(IPEndPoint gateway);

    /// <summary>Its process is gone: cuts its connections. A new process may answer there at any time.</summary>
    void Drop(IPEndPoint gateway);

    /// <summary>It leaves in order: sends nothing more to it and goes on taking its answers.</summary>
    void StopSendingTo(IPEndPoint gateway);

    /// <summary>When it last sent anything to Orleans' client, by the time provider's timestamps; 0: not over any connection that is open.</summary>
    long HeardAt(IPEndPoint gateway);

    /// <summary>A process serves there, which has not said that it leaves: has Orleans use it, if it does not.</summary>
    void Use(IPEndPoint gateway);
}
