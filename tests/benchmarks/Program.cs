using ActiveActive.Benchmarks;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.TestKit.Peers;

// What is measured runs here; what measures is aactl bench.
switch (args)
{
    case [PeerProgram.Node] when PeerProgram.NodeSettings() is { } settings:
        await PeerProgram.RunNode(Nodes.Build(settings), Nodes.FirstCall);
        return 0;
    case [BenchWorker.Argument]:
        return await BenchWorker.Run(Callers.Connect);
    case [RawDriver.Argument]:
        return await BenchWorker.Run(RawDriver.Connect);
    default:
        await Console.Error.WriteLineAsync("This program is started by a benchmark: aactl bench.");
        return 2;
}
