using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;
using Polly.Timeout;

namespace ActiveActive.Client.Calls;

/// <summary>
/// The table that decides whether a failed call is made again.
/// <code>
///                    Final   NeverStarted   NothingWritten   Unknown
/// Ordinary           no      yes            no               no
/// ReadOnly           no      yes            yes              yes
/// ExactlyOnce        no      yes            yes              yes
/// OneWay             no      no             no               no
/// </code>
/// An unknown failure of an attempt that had no open connection to go through, from its beginning to its end, is taken for <see cref="FailureKind.NeverStarted"/> (see <see cref="RetriedCall"/>).
/// <see cref="FailureKind.NothingWritten"/> is no proof for an ordinary method: the error may come out of its middle, after other work.
/// </summary>
internal static class RetryRules
{
    public static FailureKind Classify(Exception error) => error switch
    {
        GatewayTooBusyException => FailureKind.NeverStarted,
        ActiveActiveException { Advice: Advice.Retry } => FailureKind.NothingWritten,
        ActiveActiveException { Advice: Advice.RetrySameId } => FailureKind.Unknown,
        ActiveActiveException => FailureKind.Final,
        OperationCanceledException => FailureKind.Unknown, // cancelled inside the cluster, as when a silo leaves; the caller's own token is not asked here
        TimeoutException => FailureKind.Unknown,
        OrleansMessageRejectionException => FailureKind.Unknown, // also SiloUnavailableException
        ConnectionFailedException => FailureKind.Unknown,
        LimitExceededException => FailureKind.Unknown,
        ConnectionAbortedException or ConnectionResetException => FailureKind.Unknown,
        SocketException => FailureKind.Unknown,
        IOException { InnerException: SocketException } => FailureKind.Unknown,
        TimeoutRejectedException => FailureKind.Unknown, // no silo was found for the grain in time; a call that was sent on is placed again, so this does not prove that it never started
        _ => FailureKind.Final,
    };

    public static bool MayRetry(MethodKind method, FailureKind failure) => (method, failure) switch
    {
        (_, FailureKind.Final) => false,
        (MethodKind.OneWay, _) => false,
        (_, FailureKind.NeverStarted) => true,
        (MethodKind.Ordinary, _) => false,
        _ => true,
    };

    /// <summary>Whether a method that failed so may have had an effect that its caller does not know of.</summary>
    public static bool MayHaveHappened(MethodKind method, FailureKind failure) =>
        method is MethodKind.ExactlyOnce && failure is FailureKind.Unknown;
}
