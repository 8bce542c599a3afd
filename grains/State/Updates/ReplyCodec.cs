using Orleans.Serialization;

namespace ActiveActive.State.Updates;

/// <summary>The record of an effect's outcome: one byte that says what it is, then the reply or refusal in Orleans' wire form.</summary>
internal sealed class ReplyCodec(Serializer serializer, int maxBytes)
{
    private const byte Reply = 0;
    private const byte Refusal = 1;

    public byte[] WriteReply<TReply>(TReply reply) => Write(Reply, serializer.SerializeToArray(reply));

    public byte[] WriteRefusal(RefusedException refusal) =>
        Write(Refusal, serializer.SerializeToArray(new RecordedRefusal(refusal.Code, refusal.Message, refusal.Advice)));

    /// <summary>Gives the recorded reply.</summary>
    /// <exception cref="RefusedException">A refusal was recorded.</exception>
    public TReply Read<TReply>(byte[] record)
    {
        var content = record.AsMemory(1);
        if (record[0] == Refusal)
        {
            var refusal = serializer.Deserialize<RecordedRefusal>(content)!;
            throw new RefusedException(refusal.Code, refusal.Message, refusal.Advice) { IsRecorded = true };
        }

        return serializer.Deserialize<TReply>(content)!;
    }

    private byte[] Write(byte kind, byte[] content)
    {
        if (content.Length > maxBytes)
        {
            throw new StateTooLargeException(
                $"The reply of an update takes {content.Length} bytes, above the limit of {maxBytes} (DurableState:MaxReplyBytes). Replies are stored with their effect: return less, such as the part that the caller needs.");
        }

        return [kind, .. content];
    }
}
