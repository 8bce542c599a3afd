using ActiveActive.Silo.Health.Checks;
using Microsoft.AspNetCore.Http;

namespace ActiveActive.Tests.Unit.Health;

/// <summary>What leaves the machine, and what does not.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000", false)]
    [InlineData("http://localhost:5000", false)]
    [InlineData("http://[::1]:5000", false)]
    [InlineData("https://0.0.0.0:5000", false)]
    [InlineData("http://unix:/run/silo.sock", false)]
    [InlineData("http://0.0.0.0:5000", true)]
    [InlineData("http://[::]:5000", true)]
    [InlineData("http://*:80", true)]
    [InlineData("http://+:80", true)]
    [InlineData("http://10.1.0.4:80", true)]
    public void Http_is_open_when_others_reach_it_without_TLS(string address, bool isOpen) => Assert.Equal(isOpen, TlsHttpCheck.IsOpen(BindingAddress.Parse(address)));

    [Theory]
    [InlineData("Host=127.0.0.1", true)]
    [InlineData("Host=localhost;Port=5433", true)]
    [InlineData("Host=/var/run/postgresql", true)]
    [InlineData("Host=::1", true)]
    [InlineData("Host=127.0.0.1:5433,127.0.0.1:5434", true)]
    [InlineData("Host=db", false)]
    [InlineData("Host=10.1.0.4", false)]
    [InlineData("Host=127.0.0.1,db2", false)]
    public void A_database_is_here_when_all_its_hosts_are(string connection, bool isHere) => Assert.Equal(isHere, TlsDatabaseCheck.StaysHere(connection));
}
