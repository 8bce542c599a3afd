using System.Globalization;

namespace ActiveActive.Client.Connection;

/// <summary>One of the hosts that a connection string names, with its port.</summary>
internal readonly record struct DatabaseHost(string Name, int Port)
{
    /// <summary>Reads a list such as <c>db1:5432,db2</c>.</summary>
    /// <param name="hosts">Names or addresses with commas between them; an IPv6 address with a port stands in brackets.</param>
    /// <param name="port">The port of those that name none.</param>
    public static DatabaseHost[] Read(string hosts, int port) => [.. hosts.Split(',', StringSplitOptions.TrimEntries).Select(host => One(host, port))];

    public override string ToString() => Name.Contains(':', StringComparison.Ordinal) ? $"[{Name.Trim('[', ']')}]:{Port}" : $"{Name}:{Port}";

    private static DatabaseHost One(string host, int port)
    {
        var colon = host.LastIndexOf(':');
        var isPort = colon > 0 && (host[colon - 1] == ']' || host.IndexOf(':', StringComparison.Ordinal) == colon);
        return isPort && int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? new(host[..colon], own) : new(host, port);
    }
}
