// Each test runs a whole cluster: one at a time, so that its times mean something.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
