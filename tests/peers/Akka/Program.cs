using ActiveActive.Peers.Akka;
using ActiveActive.TestKit.Peers;

return await PeerProgram.Run(args, ClusterNode.Build, AkkaLoadTarget.Connect);
