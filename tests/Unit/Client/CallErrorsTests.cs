using ActiveActive.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;

namespace ActiveActive.Tests.Unit.Client;

public sealed class CallErrorsTests
{
    [Fact]
    public void A_database_error_arrives_with_its_cause()
    {
        var services = new ServiceCollection();
        services.AddActiveActiveClient(static options => options.Database = "Host=nowhere");
        services.AddSerializer();
        using var provider = services.BuildServiceProvider();
        var serializer = provider.GetRequiredService<Serializer>();
        var cause = new PostgresException("sorry, too many clients already", "FATAL", "FATAL", PostgresErrorCodes.TooManyConnections);

        var arrived = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new StorageUnavailableException("Nothing was written; try again.", cause)));

        Assert.IsType<StorageUnavailableException>(arrived);
        Assert.IsType<PostgresException>(arrived.InnerException);
    }
}
