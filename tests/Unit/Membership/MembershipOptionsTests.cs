using ActiveActive.Silo;
using ActiveActive.Silo.Membership;

namespace ActiveActive.Tests.Unit.Membership;

public sealed class MembershipOptionsTests
{
    private readonly MembershipOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_pass() => Assert.True(_validator.Validate(null, new MembershipOptions()).Succeeded);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var result = _validator.Validate(null, new MembershipOptions
        {
            ProbeTimeout = TimeSpan.FromMilliseconds(1),
            MinProbeTimeout = TimeSpan.FromSeconds(2),
            MaxProbeTimeout = TimeSpan.FromHours(1),
            MissedProbes = 1,
            TableRefresh = TimeSpan.Zero,
            AlivePeriod = TimeSpan.Zero,
            FenceWait = TimeSpan.FromSeconds(-1),
            ClientAckTimeout = TimeSpan.FromMilliseconds(499),
        });
        string[] told = ["ProbeTimeout", "MinProbeTimeout", "MaxProbeTimeout", "MissedProbes", "TableRefresh", "AlivePeriod", "FenceWait", "ClientAckTimeout"];
        Assert.All(told, option => Assert.Contains(result.Failures!, failure => failure.Contains($":{option} ", StringComparison.Ordinal)));
        Assert.Equal(told.Length, result.Failures!.Count());
    }

    [Theory]
    [InlineData(100, false)] // a busy moment would close it
    [InlineData(200, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)] // others might have replaced it by then
    public void The_fence_must_close_before_others_may_take_over(int milliseconds, bool isFine) =>
        Assert.Equal(isFine, _validator.Validate(null, new MembershipOptions { FenceAfter = TimeSpan.FromMilliseconds(milliseconds) }).Succeeded);
}
