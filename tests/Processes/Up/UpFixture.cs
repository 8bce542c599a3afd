namespace ActiveActive.Tests.Processes.Up;

/// <summary>A region of three silos for the tests of a class.</summary>
public sealed class UpFixture : IAsyncLifetime
{
    private UpProcess? _up;

    internal RegionDataFolder Folder { get; } = new();

    internal UpProcess Up => _up!;

    public async ValueTask InitializeAsync() => _up = await UpProcess.Start(Folder.Path);

    public async ValueTask DisposeAsync()
    {
        if (_up is not null)
        {
            await _up.DisposeAsync();
        }

        await Folder.IsLeftByAll(TimeSpan.FromSeconds(10));
        Folder.Dispose();
    }
}
