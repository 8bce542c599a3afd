using ActiveActive.Database.Embedded;

// A process that owns an embedded server, and a standby if a second folder is named, until its standard input ends, for tests that kill it before that.
try
{
    await using var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = args[0] });
    await using var standby = args.Length > 1
        ? await EmbeddedPostgres.StartStandbyAsync(server, new EmbeddedPostgresOptions { DataFolder = args[1] }, StandbyMode.Synchronous)
        : null;
    Console.WriteLine($"ready {server.ProcessId} {server.ConnectionString}");
    while (Console.ReadLine() is not null)
    {
    }

    return 0;
}
catch (EmbeddedPostgresException exception)
{
    Console.WriteLine($"failed {exception.Message}");
    return 1;
}
