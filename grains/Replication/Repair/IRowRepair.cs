namespace ActiveActive.Replication.Repair;

/// <summary>Compares and mends rows of one type of state by whole states of other regions.</summary>
internal interface IRowRepair
{
    /// <summary>The version of the type's shape.</summary>
    int TypeVersion { get; }

    /// <summary>What a row shows and has seen.</summary>
    SeenState See(byte[] payload);

    /// <summary>Adds all that another region's row has.</summary>
    /// <param name="payload">This region's row; null for none.</param>
    /// <param name="theirs">The other region's.</param>
    /// <param name="theirVersion">The version of the type that wrote it.</param>
    /// <param name="latest">The highest time that a stamp may have, in milliseconds since 1970.</param>
    /// <returns>The next row; null when it has nothing that is not here.</returns>
    /// <exception cref="StateVersionException">This code is older than what wrote it.</exception>
    /// <exception cref="ActiveActive.Merging.ClockDriftException">It has a stamp that lies too far ahead.</exception>
    byte[]? Join(byte[]? payload, byte[] theirs, int theirVersion, long latest);

    /// <summary>Takes another region's row in place of this one's, which is damaged.</summary>
    /// <returns>The next row; null when the other region has not yet seen all that this one has, so that something would be lost.</returns>
    /// <inheritdoc cref="Join"/>
    byte[]? Replace(byte[]? payload, byte[] theirs, int theirVersion, long latest);
}
