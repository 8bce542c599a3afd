namespace ActiveActive.Tests.Processes.Up;

/// <summary>However aactl ends, no process stays behind and the data are there the next time.</summary>
[Trait("Length", "long")]
public sealed class EndTests
{
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Ctrl_C_and_kill_9_leave_the_data_and_no_process()
    {
        using var folder = new RegionDataFolder();

        // 1. A first life, ended by Ctrl-C.
        await using (var up = await UpProcess.Start(folder.Path, "--silos", "2"))
        {
            await Add(folder, 5);
            Assert.Equal(0, await up.Interrupt());
            Assert.DoesNotContain(up.Events, static happened => happened.GetProperty("event").GetString() == "silo-died");
            await folder.IsLeftByAll(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, (await Aactl.Run("status", "--data", folder.Path)).ExitCode);

        // 2. A second one, killed.
        await using (var up = await UpProcess.Start(folder.Path, "--silos", "2"))
        {
            Assert.Equal(8, await Add(folder, 3));
            await up.Kill();
            await folder.IsLeftByAll(AfterKill);
        }

        // 3. A third one, of which everything is killed at once: nobody said goodbye to the membership table.
        await using (var up = await UpProcess.Start(folder.Path, "--silos", "2"))
        {
            Assert.Equal(9, await Add(folder, 1));
            foreach (var silo in up.SiloProcesses)
            {
                using var process = System.Diagnostics.Process.GetProcessById(silo);
                process.Kill();
            }

            await up.Kill();
            await folder.IsLeftByAll(AfterKill);
        }

        // 4. A fourth one is up in the usual time and has it all.
        await using (var up = await UpProcess.Start(folder.Path, "--silos", "2"))
        {
            await up.WaitFor("membership-cleared");
            Assert.Equal(10, await Add(folder, 1));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(5));
    }

    private static async Task<long> Add(RegionDataFolder folder, int amount)
    {
        var result = await Aactl.Run("call", "counter", "end", "add", $"{amount}", "--json", "--data", folder.Path);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json.GetProperty("value").GetInt64();
    }
}
