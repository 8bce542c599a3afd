using System.Globalization;

namespace ActiveActive.TestKit.Agent;

/// <summary>Where a silo's agent finds its harness: a port on 127.0.0.1, and a word that proves that it was sent by it.</summary>
internal sealed record AgentAddress(int Port, string Token)
{
    /// <summary>The environment variable that carries it. Without it the agent does nothing.</summary>
    public const string Variable = "ACTIVEACTIVE_TESTKIT_AGENT";

    public static AgentAddress? FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    public static AgentAddress? Parse(string? text) =>
        text?.Split(':') is [var port, { Length: > 0 } token] && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AgentAddress(number, token)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Port}:{Token}");
}
