using System.Diagnostics;

namespace ActiveActive.Tests.Unit.Telemetry;

public sealed class TracingTests
{
    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false)] // not recorded
    [InlineData("00-0af7651916cd43dd8448eb211c80319c", false)]
    [InlineData("no trace", false)]
    [InlineData(null, false)]
    public void Only_a_recorded_trace_is_gone_on_with(string? traceParent, bool isOne)
    {
        var trace = Tracing.Parse(traceParent);
        Assert.Equal(isOne, trace is not null);
        Assert.Equal(isOne ? traceParent : null, trace is { } one ? Tracing.ParentOf(one) : null);
    }

    [Fact]
    public void What_is_detached_is_in_no_trace_until_it_is_over()
    {
        using var activity = new Activity("test").Start();
        using (Tracing.Detach())
        {
            Assert.Null(Activity.Current);
        }

        Assert.Same(activity, Activity.Current);
    }
}
