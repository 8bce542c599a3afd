using System.Net;
using ActiveActive.Client.Gateways;

namespace ActiveActive.Tests.Unit.Gateways;

public sealed class GrainHomesTests
{
    private const int Bucket = 3;

    private static readonly SiloAddress One = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress Two = SiloAddress.New(IPAddress.Loopback, 2, 1);

    private readonly GrainHomes _homes = new(8);
    private SiloAddress _bound = One;

    [Fact]
    public void A_bucket_follows_a_grain_that_has_moved()
    {
        Answer(One);
        Assert.True(_homes.IsHome(Bucket));
        Answer(Two);
        Assert.Empty(_homes.Wanted());
        Answer(Two);
        Assert.Equal([new(Bucket, Two)], _homes.Wanted());

        Bind(Two);
        Assert.Empty(_homes.Wanted());
        Assert.True(_homes.IsHome(Bucket));
        Answer(Two);
        Assert.Empty(_homes.Wanted());
    }

    [Fact]
    public void A_bucket_of_several_grains_stays_where_most_of_its_answers_come_from()
    {
        for (var round = 0; round < 50; round++)
        {
            Answer(One);
            Answer(Two);
            Answer(One);
        }

        Assert.Empty(_homes.Wanted());
    }

    [Fact]
    public void Answers_from_a_third_silo_take_back_votes_of_the_second()
    {
        Answer(One);
        Answer(Two);
        Answer(SiloAddress.New(IPAddress.Loopback, 3, 1));
        Answer(Two);
        Assert.Empty(_homes.Wanted());
        Answer(Two);
        Assert.Equal([new(Bucket, Two)], _homes.Wanted());
    }

    [Fact]
    public void What_cannot_be_bound_must_be_wanted_anew()
    {
        Answer(Two);
        Answer(Two);
        Assert.Single(_homes.Wanted());
        _homes.Drop(Bucket);
        Assert.Empty(_homes.Wanted());
        Answer(Two);
        Assert.Empty(_homes.Wanted());
        Answer(Two);
        Assert.Single(_homes.Wanted());
    }

    [Fact]
    public void A_bucket_that_has_lost_its_way_finds_it_again()
    {
        Answer(One);
        _bound = Two; // Orleans has sent it elsewhere meanwhile
        Answer(One);
        Answer(One);
        Assert.Empty(_homes.Wanted());

        _homes.LookAgain();
        Assert.False(_homes.IsHome(Bucket));
        Answer(One);
        Answer(One);
        Assert.Equal([new(Bucket, One)], _homes.Wanted());
    }

    private void Answer(SiloAddress silo) => _homes.Answered(Bucket, silo, (_, asked) => asked.Equals(_bound));

    private void Bind(SiloAddress silo)
    {
        _bound = silo;
        _homes.Bound(Bucket, silo);
    }
}
