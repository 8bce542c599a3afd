using System.Threading.Channels;
using ActiveActive.Silo;
using ActiveActive.Silo.Health;

namespace ActiveActive.Tests.Unit.Health;

/// <summary>A check that finds what it is told to.</summary>
internal sealed class FakeCheck(Func<CancellationToken, Task<CheckFinding>> look, string name = CheckNames.Backup, CheckFinding? unanswered = null) : INamedCheck
{
    private readonly Channel<int> _looked = Channel.CreateUnbounded<int>();

    public string Name => name;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "do it";

    public int Looks { get; private set; }

    public Task NextLook => _looked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        Looks++;
        _looked.Writer.TryWrite(Looks);
        return look(cancellation);
    }

    public CheckFinding? Unanswered(TimeSpan waited) => unanswered;
}
