namespace ActiveActive.Client.Calls;

/// <summary>
/// The waits between the attempts of one call: doubling from <see cref="CallOptions.BaseDelay"/> to <see cref="CallOptions.MaxDelay"/>, each drawn from its upper
/// half so that callers that failed together do not come back together.
/// </summary>
internal struct BackOff(CallOptions options, Random random)
{
    private TimeSpan _scale = options.BaseDelay;

    public TimeSpan Next()
    {
        var delay = _scale * (0.5 + (random.NextDouble() / 2));
        _scale = _scale * 2 < options.MaxDelay ? _scale * 2 : options.MaxDelay;
        return delay;
    }
}
