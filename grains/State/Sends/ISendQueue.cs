using ActiveActive.State.Storage;

namespace ActiveActive.State.Sends;

/// <summary>Takes sends that have just been committed and delivers them at once; what it does not get to is found in the database later.</summary>
public interface ISendQueue
{
    /// <summary>Hands over committed sends. Never blocks and never fails.</summary>
    void Committed(IReadOnlyList<SendRow> sends);
}
