namespace ActiveActive.TestKit.Regions;

/// <summary>A silo's three ports on 127.0.0.1: for other silos, for clients, for HTTP.</summary>
internal sealed record SiloPorts(int Silo, int Gateway, int Http);
