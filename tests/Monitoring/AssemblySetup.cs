// One set of regions has the machine for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
