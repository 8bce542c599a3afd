using ActiveActive.Client;
using ActiveActive.Client.Calls;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Polly.Timeout;

namespace ActiveActive.Tests.Unit.Client;

public sealed class CallErrorsTests
{
    [Fact]
    public void A_database_error_arrives_with_its_cause()
    {
        using var provider = Services();
        var cause = new PostgresException("sorry, too many clients already", "FATAL", "FATAL", PostgresErrorCodes.TooManyConnections);

        var arrived = Sent(new StorageUnavailableException("Nothing was written; try again.", cause), provider);

        Assert.IsType<StorageUnavailableException>(arrived);
        Assert.IsType<PostgresException>(arrived.InnerException);
    }

    [Fact]
    public void A_silo_that_gave_up_to_place_a_grain_is_asked_again()
    {
        using var provider = Services();

        var arrived = Sent(new TimeoutRejectedException("The operation didn't complete within the allowed timeout of '00:00:30'."), provider);

        Assert.Equal(FailureKind.Unknown, RetryRules.Classify(arrived));
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddActiveActiveClient(static options => options.Database = "Host=nowhere");
        services.AddSerializer();
        return services.BuildServiceProvider();
    }

    private static Exception Sent(Exception error, ServiceProvider provider)
    {
        var serializer = provider.GetRequiredService<Serializer>();
        return serializer.Deserialize<Exception>(serializer.SerializeToArray(error))!;
    }
}
