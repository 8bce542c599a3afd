namespace ActiveActive.State.Updates;

/// <inheritdoc/>
internal sealed class PendingUpdate<TState, TReply>(RequestId effect, CallStamp stamp, Func<TState, PendingUpdate<TState>, Change<TState, TReply>> change)
    : PendingUpdate<TState>(effect, stamp)
    where TState : class
{
    // Callers continue on their own turn, never inside the write path.
    private readonly TaskCompletionSource<TReply> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TReply? _reply;
    private Exception? _error;

    public Task<TReply> Task => _promise.Task;

    public override void Compute(TState state, ReplyCodec codec)
    {
        (Kind, Next, Sends, Record, _reply, _error) = (ChangeKind.None, state, [], null, default, null);
        UpdateInProgress.Forget();
        try
        {
            var computed = change(state, this) ?? throw new InvalidOperationException("The function given to Update returned null. Return Change.To, Change.None or Change.Delete.");
            UpdateInProgress.ThrowIfViolated();
            _reply = computed.Reply;
            if (computed.Kind != ChangeKind.None || !computed.Sends.IsEmpty || RecordsAll)
            {
                Record = codec.WriteReply(computed.Reply);
                (Kind, Next, Sends) = (computed.Kind, computed.Next, computed.Sends);
            }
        }
        catch (RefusedException refusal)
        {
            _error = refusal;
            Record = RecordsAll ? codec.WriteRefusal(refusal) : null;
        }
#pragma warning disable CA1031 // Whatever the function throws belongs to its caller; the state stays as it was.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _error = error;
        }
    }

    public override void Complete()
    {
        if (_error is not null)
        {
            if (_error is RefusedException refusal)
            {
                refusal.IsRecorded = IsRecorded;
            }

            _promise.TrySetException(_error);
        }
        else
        {
            _promise.TrySetResult(_reply!);
        }
    }

    public override void CompleteFromRecord(byte[] record, ReplyCodec codec)
    {
        try
        {
            _promise.TrySetResult(codec.Read<TReply>(record));
        }
#pragma warning disable CA1031 // A recorded refusal, or a record that cannot be read: both are the caller's answer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _promise.TrySetException(error);
        }
    }

    public override void Fail(Exception error) => _promise.TrySetException(error);

    public override void Follow(PendingUpdate<TState> other)
    {
        if (other is not PendingUpdate<TState, TReply> same)
        {
            Fail(new InvalidOperationException($"Two updates with effect id {Effect} have different reply types. The grain's methods make their updates in another order on a retry; make that order depend on the arguments only."));
            return;
        }

        base.Follow(other);
        same.Task.ContinueWith(
            static (first, state) =>
            {
                var promise = (TaskCompletionSource<TReply>)state!;
                if (first.IsCompletedSuccessfully)
                {
                    promise.TrySetResult(first.Result);
                }
                else
                {
                    promise.TrySetException(first.Exception!.InnerExceptions);
                }
            },
            _promise,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
