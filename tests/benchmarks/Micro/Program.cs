using ActiveActive.Benchmarks.Micro;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// Started by aactl bench micro: [folder for the results] [short].
if (args is not [var folder, .. var options])
{
    await Console.Error.WriteLineAsync("This program is started by a benchmark: aactl bench micro.");
    return 2;
}

// In this process: the published program stands alone, without the sources that BenchmarkDotNet would build anew.
var job = (options is ["short"] ? Job.Dry.WithIterationCount(1) : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(JsonExporter.Brief, MarkdownExporter.GitHub)
    .WithArtifactsPath(folder)
    .WithOptions(ConfigOptions.JoinSummary);
var summaries = BenchmarkSwitcher.FromTypes([typeof(FlushColumnsBenchmark), typeof(RequestIdBenchmark), typeof(StateCodecBenchmark)]).RunAll(config);
return summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success)) ? 0 : 1;
