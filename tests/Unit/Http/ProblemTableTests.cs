using System.Net.Sockets;
using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace ActiveActive.Tests.Unit.Http;

/// <summary>Which error gets which answer, as a table to read.</summary>
public sealed class ProblemTableTests
{
    private static readonly RequestTraits Read = new(IsWrite: false, HasKey: false);
    private static readonly RequestTraits Write = new(IsWrite: true, HasKey: false);
    private static readonly RequestTraits KeyedWrite = new(IsWrite: true, HasKey: true);

    public static TheoryData<string, int, Advice> Refusals => new()
    {
        { "not-open", 404, Advice.GiveUp },
        { "invalid-amount", 400, Advice.GiveUp },
        { "invalid-account", 400, Advice.GiveUp },
        { "invalid-limit", 400, Advice.GiveUp },
        { "invalid-reference", 400, Advice.GiveUp },
        { "same-account", 400, Advice.GiveUp },
        { "not-json", 400, Advice.GiveUp },
        { "insufficient-funds", 409, Advice.GiveUp },
        { "already-open", 409, Advice.GiveUp },
        { "out-of-range", 409, Advice.GiveUp },
        { "precondition-failed", 412, Advice.Refresh },
        { "a-rule-of-the-application", 409, Advice.GiveUp },
    };

    public static TheoryData<Exception, int, string, string, bool> Errors => new()
    {
        // error, status, code, advice, whether Retry-After is given
        { new KeyReusedException("m"), 422, "idempotency-key-reused", "fix-the-cause", false },
        { new RequestExpiredException("m"), 409, "request-expired", "give-up", false },
        { new RequestFromFutureException("m"), 500, "internal-error", "fix-the-cause", false },
        { new StateTooLargeException("m"), 413, "state-too-large", "fix-the-cause", false },
        { new EncryptionException("m"), 500, "unreadable-state", "fix-the-cause", false },
        { new StateVersionException("m"), 503, "newer-state", "fix-the-cause", true },
        { new OverloadedException("m"), 503, "overloaded", "retry", true },
        { new StorageUnavailableException("m"), 503, "storage-unavailable", "retry", true },
        { new OutcomeUnknownException("m"), 504, "outcome-unknown", "retry-same-id", false },
        { new TimeoutException("m"), 504, "timeout", "retry-same-id", false },
        { new SiloUnavailableException("m"), 503, "silo-unavailable", "retry-same-id", true },
        { new GatewayTooBusyException("m"), 503, "silo-unavailable", "retry-same-id", true },
        { new SocketException(), 503, "silo-unavailable", "retry-same-id", true },
        { new OperationCanceledException("m"), 503, "silo-unavailable", "retry-same-id", true },
        { new ExactlyOnceException("m"), 500, "internal-error", "fix-the-cause", false },
        { new BadHttpRequestException("m", 413), 413, "body-too-large", "fix-the-cause", false },
        { new BadHttpRequestException("m", 408), 408, "body-too-slow", "retry", false },
        { new BadHttpRequestException("m"), 400, "bad-request", "fix-the-cause", false },
        { new RejectedException(400, "invalid-key", "m"), 400, "invalid-key", "fix-the-cause", false },
        { new InvalidOperationException("m"), 500, "internal-error", "fix-the-cause", false },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_keeps_its_code_message_and_advice(string code, int status, Advice advice) =>
        Assert.Equal(new Problem(status, code, "message", advice), ProblemTable.Of(new RefusedException(code, "message", advice), Write));

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_error_has_its_answer(Exception error, int status, string code, string advice, bool retryAfter)
    {
        var problem = ProblemTable.Of(error, KeyedWrite);
        Assert.Equal((status, code, advice, retryAfter), (problem.Status, problem.Code, ProblemWriter.NameOf(problem.Advice), problem.RetryAfterSeconds is not null));
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
    }

    [Fact]
    public void What_is_in_doubt_is_told_by_what_can_be_done_about_it()
    {
        var lost = new OutcomeUnknownException("m");
        Assert.Contains("same Idempotency-Key", ProblemTable.Of(lost, KeyedWrite).Detail, StringComparison.Ordinal);
        Assert.Contains("read the present state", ProblemTable.Of(lost, Write).Detail, StringComparison.Ordinal);
        Assert.Contains("Ask again", ProblemTable.Of(new TimeoutException(), Read).Detail, StringComparison.Ordinal);
        Assert.Equal(Advice.Retry, ProblemTable.Of(new TimeoutException(), Read).Advice);
    }

    [Fact]
    public void Messages_for_operators_stay_inside()
    {
        Exception[] inner = [new StorageUnavailableException("secret"), new StateVersionException("secret"), new EncryptionException("secret"), new OutcomeUnknownException("secret"), new ExactlyOnceException("secret"), new InvalidCastException("secret")];
        Assert.All(inner, error => Assert.DoesNotContain("secret", ProblemTable.Of(error, Write).Detail, StringComparison.Ordinal));
    }
}
