namespace ActiveActive.Client.Gateways;

/// <summary>Sees what Orleans' client receives, and tells which silos answer for which grains.</summary>
/// <typeparam name="TMessage">Orleans' own, internal type of message.</typeparam>
/// <typeparam name="TResult">The type of its property that says whether something but an answer comes in an answer's stead.</typeparam>
internal sealed class AnswerTap<TMessage, TResult> : IAnswerTap
    where TMessage : class
    where TResult : struct, Enum
{
    private readonly Action<TMessage> _next;
    private readonly Action<GrainId, SiloAddress> _listener;
    private readonly Func<TMessage, TResult> _result = GatewayInternals.Getter<TMessage, TResult>("Result");
    private readonly Func<TMessage, GrainId> _grain = GatewayInternals.Getter<TMessage, GrainId>("SendingGrain");
    private readonly Func<TMessage, SiloAddress?> _silo = GatewayInternals.Getter<TMessage, SiloAddress?>("SendingSilo");
    private readonly TResult _none = Enum.Parse<TResult>("None");

    public AnswerTap(Action<TMessage> next, Action<GrainId, SiloAddress> listener) => (_next, _listener) = (next, listener);

    public Delegate Handler => (Action<TMessage>)Take;

    private void Take(TMessage message)
    {
        // Before it is handed on: it may be used again afterwards. What has a result, in Orleans' sense, is a rejection or the like, and may come from any silo; what else a grain says comes from where it lives.
        if (EqualityComparer<TResult>.Default.Equals(_result(message), _none) && _silo(message) is { } silo)
        {
            _listener(_grain(message), silo);
        }

        _next(message);
    }
}
