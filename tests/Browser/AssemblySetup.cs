using ActiveActive.Tests.Browser.Support;

// All tests share three regions and one browser; what a test breaks it mends. One at a time, so that times mean something.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(ConsoleFixture))]
