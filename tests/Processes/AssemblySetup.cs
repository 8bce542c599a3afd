// Each test runs a whole region: one at a time, so that its times mean something.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
