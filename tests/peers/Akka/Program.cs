using ActiveActive.Benchmarks.Driver;
using ActiveActive.Peers.Akka;
using ActiveActive.TestKit.Peers;

return args is [BenchWorker.Argument] ? await BenchWorker.Run(BlobTarget.Connect) : await PeerProgram.Run(args, ClusterNode.Build, AkkaLoadTarget.Connect);
