namespace ActiveActive.Tests.Unit.Client;

/// <summary>The same for the calls of a silo's front end, which come through a filter.</summary>
public sealed class FilteredCallTests() : RetryingCallerTests(isFiltered: true);
