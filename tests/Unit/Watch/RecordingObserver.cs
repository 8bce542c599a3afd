using System.Threading.Channels;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Tests.Unit.Watch;

/// <summary>Keeps what a watch connection brings until the test asks for it.</summary>
internal sealed class RecordingObserver : IWatchObserver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public Channel<Pong> Pongs { get; } = Channel.CreateUnbounded<Pong>();

    public Channel<Members> Views { get; } = Channel.CreateUnbounded<Members>();

    public TaskCompletionSource Goodbye { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<T> Next<T>(Channel<T> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    public void OnPong(Pong pong, long pingedAt) => Pongs.Writer.TryWrite(pong);

    public void OnMembers(Members members) => Views.Writer.TryWrite(members);

    public void OnGoodbye() => Goodbye.TrySetResult();

    public void OnUnanswered(int pings)
    {
    }
}
