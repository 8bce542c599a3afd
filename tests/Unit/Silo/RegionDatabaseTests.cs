using ActiveActive.Silo;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class RegionDatabaseTests
{
    [Fact]
    public void What_the_connection_string_leaves_open_is_set()
    {
        var settings = SettingsOf("Host=nowhere;Username=app");

        Assert.Equal((6, 7), (settings.MinPoolSize, settings.MaxPoolSize));
        Assert.Equal(-1, settings.CancellationTimeout);
        Assert.Equal(5, settings.Timeout);
        Assert.Equal(10, settings.CommandTimeout);
        Assert.Equal(50, settings.MaxAutoPrepare);
        Assert.True(settings.NoResetOnClose);
    }

    [Fact]
    public void What_the_connection_string_says_stays()
    {
        var settings = SettingsOf("Host=nowhere;Username=app;Maximum Pool Size=33;Cancellation Timeout=700;Timeout=2;Command Timeout=3;Max Auto Prepare=4;No Reset On Close=false");

        Assert.Equal((33, 700, 2, 3, 4), (settings.MaxPoolSize, settings.CancellationTimeout, settings.Timeout, settings.CommandTimeout, settings.MaxAutoPrepare));
        Assert.False(settings.NoResetOnClose);
    }

    private static NpgsqlConnectionStringBuilder SettingsOf(string text)
    {
        using var database = new RegionDatabase(Options.Create(new ActiveActiveOptions { Database = text, MaxConnections = 7 }), NullLogger<RegionDatabase>.Instance);
        return new NpgsqlConnectionStringBuilder(database.Source.ConnectionString);
    }
}
