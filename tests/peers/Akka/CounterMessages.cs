namespace ActiveActive.Peers.Akka;

/// <summary>For one counter: its name and what it is asked.</summary>
internal sealed record CounterCall(string Key, object Message);

/// <summary>Asks a counter to add.</summary>
internal sealed record Add(long Amount);

/// <summary>Asks a counter for its value.</summary>
internal sealed record Get;

/// <summary>A counter's answer.</summary>
internal sealed record CounterIs(long Value);

/// <summary>The event that a counter stores for each addition.</summary>
internal sealed record Added(long Amount);
