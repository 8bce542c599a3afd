namespace ActiveActive.Cli.Regions;

internal enum SiloState
{
    Stopped,
    Starting,
    Ready,
    Stopping,
    Died,
}
