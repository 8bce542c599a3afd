using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether what is stored is encrypted.</summary>
internal sealed class EncryptionCheck(IOptions<ActiveActiveOptions> options) : INamedCheck
{
    private readonly EncryptionOptions _encryption = options.Value.Encryption;

    public string Name => CheckNames.Encryption;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice => _encryption.Enabled
        ? "When `aactl keys status` shows that nothing unencrypted is left, set Encryption:AllowUnencrypted to false: while it is true, who can write to the database can put values of their own there"
        : "Turn it on (docs/encryption.md), or turn this check off by Health:Off where disks and backups are encrypted, or nothing stored needs it";

    public Task<CheckFinding> Look(CancellationToken cancellation) => Task.FromResult(_encryption switch
    {
        { Enabled: false } => CheckFinding.Failing("What is stored is not encrypted by ActiveActive"),
        { AllowUnencrypted: true } => CheckFinding.Failing("What is stored is encrypted, and values that are not encrypted are read still"),
        _ => CheckFinding.Well("What is stored is encrypted"),
    });
}
