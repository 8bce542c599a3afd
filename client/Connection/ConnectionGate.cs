using Orleans.Runtime.Messaging;

namespace ActiveActive.Client.Connection;

/// <summary>Holds grain calls back until the client is connected. Opened once; a start that failed for good fails them.</summary>
internal sealed class ConnectionGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _opened.Task.IsCompletedSuccessfully;

    public void Open() => _opened.TrySetResult();

    public void Fail(Exception reason)
    {
        _opened.TrySetException(reason);
        _opened.Task.Ignore();
    }

    /// <summary>Waits for the connection.</summary>
    /// <exception cref="ConnectionFailedException">There is none yet; the call was not sent and may be tried again.</exception>
    public async Task Wait(string region, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await _opened.Task.WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException error)
        {
            throw new ConnectionFailedException(
                $"The client has not reached region '{region}' within {limit}, so the call was not sent. It goes on trying: see its log for the reason. Is the host that contains the client started?",
                error);
        }
    }
}
