namespace ActiveActive.Database.Embedded;

/// <summary>Stops servers: as asked, and harder when that takes too long.</summary>
internal static class ServerStopper
{
    private static readonly Signal[] s_fromSoftToHard = [Signal.Terminate, Signal.Interrupt, Signal.Quit, Signal.Kill];

    /// <summary>Returns when the server has ended, and releases the process.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not end.</exception>
    public static async Task StopAsync(ServerProcess process, PostgresStopMode mode, TimeSpan timeout)
    {
        using (process)
        {
            foreach (var signal in s_fromSoftToHard[(int)mode..])
            {
                process.Send(signal);
                if (await process.ExitedWithinAsync(timeout)) return;
            }

            throw new EmbeddedPostgresException($"The PostgreSQL process {process.PostmasterId} does not end, not even by SIGKILL.");
        }
    }

    /// <summary>Kills the postmaster and returns when it is gone.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not end.</exception>
    public static async Task KillAsync(ServerProcess process, TimeSpan timeout)
    {
        using (process)
        {
            process.Send(Signal.Kill);
            if (!await process.ExitedWithinAsync(timeout))
                throw new EmbeddedPostgresException($"The PostgreSQL process {process.PostmasterId} does not end, not even by SIGKILL.");
        }
    }
}
