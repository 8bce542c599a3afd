namespace ActiveActive.Silo;

/// <summary>Encryption at rest: whether what is stored is sealed, and by which keys.</summary>
public sealed class EncryptionOptions
{
    /// <summary>Whether states, the replies of effects and pending sends are encrypted in the database. Default false. Turn it on on all silos of a region at once.</summary>
    public bool Enabled { get; set; }

    /// <summary>The file with the ring keys, as <c>aactl keys new</c> makes it; nobody but its owner and group may have access. Read again a few seconds after it changed.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The ring keys in the settings instead of a file: names, each with 32 random bytes in Base64.</summary>
    public IDictionary<string, string?> Keys { get; } = new Dictionary<string, string?>();

    /// <summary>Which of <see cref="Keys"/> wraps new data keys. Required with <see cref="Keys"/>; a file names its own.</summary>
    public string? Primary { get; set; }

    /// <summary>
    /// Whether values that are not encrypted may be read, and are encrypted in the background. Default false. For the time of turning encryption on with data present; while it is true, somebody who can write to the
    /// database can put values of their own there.
    /// </summary>
    public bool AllowUnencrypted { get; set; }

    /// <summary>Whether the application brings its own <see cref="IKeyRing"/>.</summary>
    internal bool HasOwnKeyRing { get; set; }

    /// <summary>A data key is replaced after so many values, far below what its counter of 64 bits could number.</summary>
    internal long MaxValuesPerDataKey { get; set; } = 1L << 32;

    /// <summary>A data key is replaced after so many bytes: 2^32 blocks, with which an attacker's chance to tell AES-GCM from random is below 2^-64 (McGrew and Viega, 2004).</summary>
    internal long MaxBytesPerDataKey { get; set; } = 1L << 36;

    /// <summary>How often the key file is looked at, and the ring asked for its primary key.</summary>
    internal TimeSpan RingPeriod { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a silo renews its data key's row.</summary>
    internal TimeSpan RenewPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A data key whose row was not renewed for so long is retired. Above <see cref="RenewPeriod"/>; a silo whose key was retired too early takes a new one and loses nothing.</summary>
    internal TimeSpan RetireAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after its retirement a data key may be removed at the earliest. Writes that had begun before are waited for, however long they take.</summary>
    internal TimeSpan RemoveAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often what has old keys is looked for.</summary>
    internal TimeSpan ReencryptionPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
