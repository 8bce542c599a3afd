using ActiveActive.Silo;
using ActiveActive.Silo.Membership.Fencing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Membership;

public sealed class FatalErrorTests
{
    private readonly SelfFence _fence = new(TimeSpan.FromSeconds(1), new FakeTimeProvider());
    private readonly RecordedEnd _process = new();
    private readonly OwnDeath _death;
    private readonly FatalErrors _errors;

    public FatalErrorTests()
    {
        _death = new OwnDeath(_fence, _process, Options.Create(new MembershipOptions()), NullLogger<OwnDeath>.Instance);
        _errors = new FatalErrors(_fence, _death, _process, NullLogger<FatalErrors>.Instance);
    }

    [Fact]
    public void The_news_of_the_own_death_shuts_the_fence_and_ends_the_process_once()
    {
        _errors.OnFatalException(this, "I have been told I am dead");
        _death.Learn("a peer");
        Assert.True(_fence.IsShut);
        Assert.Equal([ProcessEnd.DeclaredDead], _process.Codes);
    }

    [Fact]
    public void Another_fatal_error_has_another_code()
    {
        _errors.OnFatalException(this, "a loop", new InvalidOperationException());
        Assert.True(_fence.IsShut);
        Assert.Equal([ProcessEnd.FatalError], _process.Codes);
    }

    [Fact]
    public void A_silo_that_leaves_in_order_is_called_dead_and_ends_in_order()
    {
        _death.Leave();
        _death.Learn("its row");
        Assert.True(_fence.IsShut);
        Assert.Empty(_process.Codes);
    }

    private sealed class RecordedEnd : ProcessEnd
    {
        public List<int> Codes { get; } = [];

        public override void Begin(int exitCode, TimeSpan delay = default) => Codes.Add(exitCode);
    }
}
