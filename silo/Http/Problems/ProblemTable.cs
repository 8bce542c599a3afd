using ActiveActive.Client.Calls;
using ActiveActive.Merging;
using Microsoft.AspNetCore.Http;

namespace ActiveActive.Silo.Http.Problems;

/// <summary>Which error gets which answer. The one place that decides it.</summary>
internal static class ProblemTable
{
    private const int RetryAfter = 1;

    /// <param name="error">What the request ended with.</param>
    /// <param name="request">What was asked, as far as it changes the answer.</param>
    public static Problem Of(Exception error, RequestTraits request) => error switch
    {
        RejectedException e => new(e.Status, e.Code, e.Message, Advice.FixTheCause),
        BadHttpRequestException e => OfStatus(e.StatusCode),
        RefusedException e => new(StatusOf(e.Code), e.Code, e.Message, e.Advice),
        KeyReusedException e => new(422, "idempotency-key-reused", e.Message, e.Advice),
        RequestExpiredException e => new(409, "request-expired", e.Message, e.Advice),
        StateTooLargeException e => new(413, "state-too-large", e.Message, e.Advice),
        OverloadedException e => new(503, "overloaded", e.Message, e.Advice, RetryAfter),
        StorageUnavailableException => new(
            503, "storage-unavailable", "The region's database cannot be reached. Nothing was written; try again.", Advice.Retry, RetryAfter),
        ClockDriftException => new(503, "clock-drift", "The clocks of two regions are too far apart for this to be written. Nothing was changed. Set them right.", Advice.FixTheCause),
        StateVersionException => new(
            503, "newer-state", "What is stored was written by a newer version of this service. Try again; if it lasts, a deployment must be finished.", Advice.FixTheCause, RetryAfter),
        EncryptionException => new(
            500, "unreadable-state", "What is stored cannot be decrypted, and is left as it is. This is a fault of the service, logged under the trace id; report it with that id.", Advice.FixTheCause),
        MisdirectedException e => new(421, e.Regions.IsEmpty ? "no-region-in-key" : "misdirected", e.Message, e.Advice),
        NotInMajorityException => new(504, "not-in-majority", "The change is committed in this region, and not yet known to be stored in a majority of the regions. Send the same request again, with its Idempotency-Key, to wait further; it is not carried out twice.", Advice.RetrySameId),
        OutcomeUnknownException => new(504, "outcome-unknown", $"The database's answer was lost. {WhatNow(request)}", Advice.RetrySameId),
        TimeoutException => new(504, "timeout", $"There was no answer in time. {WhatNow(request)}", request.IsWrite ? Advice.RetrySameId : Advice.Retry),
        _ when error is OperationCanceledException || RetryRules.Classify(error) is not FailureKind.Final => new(
            503, "silo-unavailable", $"The process that was asked is gone or busy; another one takes over. {WhatNow(request)}", request.IsWrite ? Advice.RetrySameId : Advice.Retry, RetryAfter),
        _ => new(500, "internal-error", "This is a fault of the service. It was logged under the trace id; report it with that id.", Advice.FixTheCause),
    };

    /// <summary>The answer when only a status is known: no route, wrong method, an unreadable request.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        400 => new(400, "bad-request", "The request cannot be read: a parameter, a header or the body is malformed. See /reference for what this route takes.", Advice.FixTheCause),
        404 => new(404, "no-such-route", "There is nothing at this path. See /reference for the routes.", Advice.FixTheCause),
        405 => new(405, "method-not-allowed", "This path does not take this method. The Allow header names those that it takes.", Advice.FixTheCause),
        408 => new(408, "body-too-slow", "The body did not arrive in time. Nothing was done; send it again.", Advice.Retry),
        413 => new(413, "body-too-large", "The body is larger than this service takes. Nothing was done; send less.", Advice.FixTheCause),
        415 => new(415, "unsupported-media-type", "Send the body as application/json, in UTF-8 and without a content encoding.", Advice.FixTheCause),
        _ => new(status, $"status-{status}", "The request was not carried out.", status < 500 ? Advice.FixTheCause : Advice.Retry),
    };

    private static int StatusOf(string refusal) => refusal switch
    {
        "not-open" or "not-found" => 404,
        "precondition-failed" => 412,
        "same-account" or "not-json" => 400,
        _ when refusal.StartsWith("invalid-", StringComparison.Ordinal) => 400,
        _ => 409,
    };

    private static string WhatNow(RequestTraits request) => request switch
    {
        { IsWrite: false } => "Ask again.",
        { HasKey: true } => "The request may or may not have been carried out. Repeat it with the same Idempotency-Key: it will not be carried out twice.",
        _ => "The request may or may not have been carried out, and it had no Idempotency-Key: read the present state before you repeat it, and send a key next time.",
    };
}
