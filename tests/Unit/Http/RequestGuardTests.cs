using System.Text.Json;
using ActiveActive.Silo.Http;
using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Http;

public sealed class RequestGuardTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DefaultHttpContext _context = new() { Request = { Method = "POST" }, Response = { Body = new MemoryStream() } };

    [Fact]
    public async Task A_request_that_takes_too_long_is_answered_504()
    {
        var run = Run(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(30));
        await run;
        Assert.Equal((504, "timeout"), (_context.Response.StatusCode, Code()));
    }

    [Fact]
    public async Task A_caller_that_went_away_is_no_error()
    {
        using var connection = new CancellationTokenSource();
        _context.RequestAborted = connection.Token;
        var run = Run(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await connection.CancelAsync();
        await run;
        Assert.Equal((499, 0L), (_context.Response.StatusCode, _context.Response.Body.Length));
    }

    [Fact]
    public async Task An_error_is_answered_within_the_time_limit_or_after_it()
    {
        await Run(async context =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
            throw new StorageUnavailableException("m");
        });
        Assert.Equal((503, "storage-unavailable", "1"), (_context.Response.StatusCode, Code(), _context.Response.Headers.RetryAfter.ToString()));
    }

    private Task Run(RequestDelegate endpoint) =>
        new RequestGuard(Options.Create(new HttpOptions()), _time, NullLogger<RequestGuard>.Instance).Run(_context, keyPlace: 0, endpoint);

    private string? Code()
    {
        _context.Response.Body.Position = 0;
        return JsonDocument.Parse(_context.Response.Body).RootElement.GetProperty("code").GetString();
    }
}
