namespace ActiveActive.Client.Calls;

/// <summary>The place of a later attempt in a <see cref="GatewayWindow"/>, which is left once, whoever finds first that the attempt is over.</summary>
internal sealed class WindowPlace(GatewayWindow window)
{
    private GatewayWindow? _window = window;

    public void Leave() => Interlocked.Exchange(ref _window, null)?.Leave();
}
