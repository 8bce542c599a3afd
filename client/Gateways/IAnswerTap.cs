namespace ActiveActive.Client.Gateways;

/// <summary>An <see cref="AnswerTap{TMessage, TResult}"/>, whatever Orleans' types are.</summary>
internal interface IAnswerTap
{
    /// <summary>What takes the messages instead of the one before.</summary>
    Delegate Handler { get; }
}
