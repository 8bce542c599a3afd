using ActiveActive.Accounts;
using ActiveActive.Replication;
using ActiveActive.Shared;
using ActiveActive.Silo;
using ActiveActive.Silo.Hosting;
using ActiveActive.State.Updates;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class StateRehearsalTests
{
    [Fact]
    public void All_types_in_a_state_are_rehearsed_also_those_of_what_is_in_its_lists()
    {
        Assert.Equal(
            """{"Entries":[{"n":0,"k":0,"a":0,"b":0,"id":"00000000-0000-0000-0000-000000000000","at":0,"o":"a","r":"a"}]}""",
            JsonRehearsal.Run(typeof(AccountPageState)));
    }

    [Fact]
    public void A_type_that_has_values_of_itself_ends()
    {
        Assert.Equal("""{"Name":"a","Next":null,"Parts":[null],"ByName":{"a":0}}""", JsonRehearsal.Run(typeof(Linked)));
    }

    [Fact]
    public void What_cannot_be_made_up_is_left_out()
    {
        Assert.Equal("null", JsonRehearsal.Run(typeof(Picky)));
        Assert.Equal("null", JsonRehearsal.Run(typeof(Stream)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void States_are_those_that_the_constructors_of_grains_ask_for_replicated_ones_only_with_other_regions(bool isLinked)
    {
        var types = new GrainTypeOptions();
        types.Classes.UnionWith([typeof(AccountPageGrain), typeof(SharedValueGrain), typeof(Plain)]);
        var options = new ActiveActiveOptions();
        if (isLinked)
        {
            options.Replication.Peers["us"] = ["https://10.2.0.4:7000"];
        }

        Type[] expected = isLinked ? [typeof(AccountPageState), typeof(Replica<SharedValueState>)] : [typeof(AccountPageState)];
        Assert.Equal(expected, new StateRehearsal(Options.Create(types), Options.Create(options)).States.OrderBy(static type => type.Name));
    }

    private sealed class Linked
    {
        public string Name { get; set; } = "";

        public Linked? Next { get; set; }

        public List<Linked> Parts { get; set; } = [];

        public Dictionary<string, int> ByName { get; set; } = [];
    }

    private sealed class Picky
    {
        public Picky() => throw new InvalidOperationException("Nobody makes one of these.");

        public int Size { get; set; }
    }

    private sealed class Plain(TimeProvider time) : Grain
    {
        public TimeProvider Time => time;
    }
}
