using ActiveActive.Silo.Http.Shared.Counters;
using ActiveActive.Silo.Http.Shared.Maps;
using ActiveActive.Silo.Http.Shared.Registers;
using ActiveActive.Silo.Http.Shared.Sets;
using ActiveActive.Silo.Http.Shared.Values;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Shared;

/// <summary>The grains that every region changes at the same time.</summary>
internal static class SharedEndpoints
{
    public static void MapShared(this IEndpointRouteBuilder v1)
    {
        var shared = v1.MapGroup("/shared");
        shared.MapSharedCounters();
        shared.MapSharedSets();
        shared.MapSharedMaps();
        shared.MapSharedRegisters();
        shared.MapSharedValues();
    }
}
