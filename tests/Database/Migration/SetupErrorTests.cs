using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using ActiveActive.Tests.Database.Support;
using Npgsql;

namespace ActiveActive.Tests.Database.Migration;

public sealed class SetupErrorTests(Server server)
{
    private const string Secret = "s3cr3t-Pass";

    [Theory]
    [InlineData("")]
    [InlineData("Host=127.0.0.1;Prot=5432;Password=" + Secret)]
    [InlineData("Host=127.0.0.1;Port=" + Secret)]
    [InlineData("Host=127.0.0.1;Password=abc;" + Secret + "=x")]
    [InlineData("postgresql://me:" + Secret + "@127.0.0.1/db")]
    [InlineData("Username=me;Password=" + Secret)]
    public Task A_string_that_makes_no_sense(string connectionString) => Refused(connectionString, DatabaseSetupProblem.ConnectionString);

    [Fact]
    public Task A_port_nobody_listens_on() => Refused(
        $"Host=127.0.0.1;Port={FreePort.Find()};Username=me;Password={Secret};Database=db", DatabaseSetupProblem.Unreachable);

    [Fact]
    public Task A_host_nobody_knows() => Refused(
        $"Host=no-such-host.invalid;Username=me;Password={Secret};Database=db", DatabaseSetupProblem.Unreachable);

    [Fact]
    public Task A_wrong_password() => Refused(With(builder => builder.Password = Secret), DatabaseSetupProblem.Authentication);

    [Fact]
    public Task No_password() => Refused(With(builder => builder.Password = null), DatabaseSetupProblem.Authentication);

    [Fact]
    public Task An_unknown_user() => Refused(With(builder => (builder.Username, builder.Password) = ("stranger", Secret)), DatabaseSetupProblem.Authentication);

    [Fact]
    public Task A_demand_for_encryption_the_server_does_not_offer() => Refused(With(builder => builder.SslMode = SslMode.Require), DatabaseSetupProblem.Authentication);

    [Fact]
    public Task A_database_that_does_not_exist() => Refused(With(builder => builder.Database = "nowhere"), DatabaseSetupProblem.MissingDatabase);

    [Theory]
    [InlineData("")]
    [InlineData("GRANT CREATE ON DATABASE {0} TO {1}")]
    public async Task A_user_without_privileges(string grant)
    {
        await using var database = await server.EmptyDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        var role = "poor_" + Guid.NewGuid().ToString("N")[..8];
        await database.RunAsync($"CREATE ROLE {role} LOGIN PASSWORD '{Secret}'; REVOKE ALL ON SCHEMA public FROM PUBLIC; {string.Format(grant, name, role)}");

        var builder = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = Secret };
        await Refused(builder.ConnectionString, DatabaseSetupProblem.MissingPrivilege);
    }

    [Fact]
    public async Task A_database_that_accepts_no_writes()
    {
        await using var database = await server.EmptyDatabaseAsync();
        var builder = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c default_transaction_read_only=on" };

        await Refused(builder.ConnectionString, DatabaseSetupProblem.ReadOnly);
    }

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        change(builder);
        return builder.ConnectionString;
    }

    private static async Task Refused(string connectionString, DatabaseSetupProblem problem)
    {
        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => DatabaseMigrator.MigrateAsync(connectionString));

        Assert.Equal(problem, error.Problem);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }
}
