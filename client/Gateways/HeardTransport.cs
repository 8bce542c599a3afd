using System.IO.Pipelines;

namespace ActiveActive.Client.Gateways;

/// <summary>A connection's two ends, with a <see cref="HeardReader"/>.</summary>
/// <param name="inner">The connection's own.</param>
/// <param name="time">The clock.</param>
internal sealed class HeardTransport(IDuplexPipe inner, TimeProvider time) : IDuplexPipe
{
    private readonly HeardReader _input = new(inner.Input, time);

    public PipeReader Input => _input;

    public PipeWriter Output => inner.Output;

    /// <inheritdoc cref="HeardReader.HeardAt"/>
    public long HeardAt => _input.HeardAt;
}
