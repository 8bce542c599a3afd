using ActiveActive.Silo.Http;

namespace ActiveActive.Tests.Unit.Http;

public sealed class HttpOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new HttpOptionsValidator().Validate(null, new HttpOptions()).Succeeded);

    [Fact]
    public void All_errors_are_reported_at_once_by_their_full_names()
    {
        var failures = new HttpOptionsValidator().Validate(null, new HttpOptions { MaxBodyBytes = 1, MaxKeyBytes = 0, RequestTimeout = TimeSpan.Zero }).Failures!;
        Assert.Equal(
            ["ActiveActive:Http:MaxBodyBytes", "ActiveActive:Http:MaxKeyBytes", "ActiveActive:Http:RequestTimeout"],
            failures.Select(failure => failure.Split(' ')[0]));
    }
}
