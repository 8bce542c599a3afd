namespace ActiveActive.TestKit.Regions;

internal enum SiloState
{
    Stopped,
    Starting,
    Ready,
    Stopping,
    Died,
}
