using ActiveActive.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
