using System.Net.Sockets;
using System.Reflection;
using ActiveActive.Client.Calls;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;
using static ActiveActive.Client.Calls.FailureKind;
using static ActiveActive.Client.Calls.MethodKind;

namespace ActiveActive.Tests.Unit.Client;

public sealed class RetryRulesTests
{
    private static readonly (Exception Error, int Kind)[] Failures =
    [
        (new GatewayTooBusyException("busy"), (int)NeverStarted),
        (new OverloadedException("full"), (int)NothingWritten),
        (new StorageUnavailableException("down"), (int)NothingWritten),
        (new OutcomeUnknownException("lost"), (int)Unknown),
        (new TimeoutException(), (int)Unknown),
        (Rejection(), (int)Unknown),
        (new SiloUnavailableException("dead"), (int)Unknown),
        (new ConnectionFailedException("refused"), (int)Unknown),
        (new LimitExceededException("queue"), (int)Unknown),
        (new ConnectionAbortedException(), (int)Unknown),
        (new ConnectionResetException("reset"), (int)Unknown),
        (new SocketException((int)SocketError.ConnectionReset), (int)Unknown),
        (new IOException("pipe", new SocketException((int)SocketError.ConnectionReset)), (int)Unknown),
        (new IOException("disk full"), (int)Final),
        (new RefusedException("insufficient-funds", "no"), (int)Final),
        (new RefusedException("precondition-failed", "no", Advice.Refresh), (int)Final),
        (new KeyReusedException("used"), (int)Final),
        (new RequestExpiredException("old"), (int)Final),
        (new RequestFromFutureException("ahead"), (int)Final),
        (new StateTooLargeException("large"), (int)Final),
        (new StateVersionException("newer"), (int)Final),
        (new EncryptionException("unreadable"), (int)Final),
        (new ExactlyOnceException("unmarked"), (int)Final),
        (new OperationCanceledException(), (int)Unknown),
        (new TaskCanceledException(), (int)Unknown),
        (new ArgumentException("argument"), (int)Final),
        (new InvalidOperationException("bug"), (int)Final),
        (new ObjectDisposedException("client"), (int)Final),
    ];

    [Fact]
    public void Each_error_says_what_the_table_says() =>
        Assert.All(Failures, row => Assert.Equal((FailureKind)row.Kind, RetryRules.Classify(row.Error)));

    [Theory]
    [InlineData((int)Ordinary, (int)Final, false)]
    [InlineData((int)Ordinary, (int)NeverStarted, true)]
    [InlineData((int)Ordinary, (int)NothingWritten, false)]
    [InlineData((int)Ordinary, (int)Unknown, false)]
    [InlineData((int)ReadOnly, (int)Final, false)]
    [InlineData((int)ReadOnly, (int)NeverStarted, true)]
    [InlineData((int)ReadOnly, (int)NothingWritten, true)]
    [InlineData((int)ReadOnly, (int)Unknown, true)]
    [InlineData((int)ExactlyOnce, (int)Final, false)]
    [InlineData((int)ExactlyOnce, (int)NeverStarted, true)]
    [InlineData((int)ExactlyOnce, (int)NothingWritten, true)]
    [InlineData((int)ExactlyOnce, (int)Unknown, true)]
    [InlineData((int)OneWay, (int)Final, false)]
    [InlineData((int)OneWay, (int)NeverStarted, false)]
    [InlineData((int)OneWay, (int)NothingWritten, false)]
    [InlineData((int)OneWay, (int)Unknown, false)]
    public void A_failed_call_is_made_again(int method, int failure, bool again) =>
        Assert.Equal(again, RetryRules.MayRetry((MethodKind)method, (FailureKind)failure));

    [Fact]
    public void Only_an_unknown_outcome_of_a_write_may_have_happened()
    {
        var cases = from method in Enum.GetValues<MethodKind>() from failure in Enum.GetValues<FailureKind>() select (method, failure);
        Assert.Equal([(ExactlyOnce, Unknown)], cases.Where(static pair => RetryRules.MayHaveHappened(pair.method, pair.failure)));
    }

    // Orleans alone makes these.
    private static OrleansMessageRejectionException Rejection() =>
        (OrleansMessageRejectionException)Activator.CreateInstance(
            typeof(OrleansMessageRejectionException), BindingFlags.NonPublic | BindingFlags.Instance, null, ["rejected"], null)!;
}
