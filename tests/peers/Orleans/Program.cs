using ActiveActive.Peers.Orleans;
using ActiveActive.TestKit.Peers;

return await PeerProgram.Run(args, SiloNode.Build, OrleansLoadTarget.Connect);
