using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// What Orleans' client keeps to itself and offers no way to change: which grains go through which gateway, and which gateways it takes to be alive.
/// </summary>
/// <remarks>
/// <para>Orleans puts the grains into some thousands of buckets by hash, binds a bucket to a gateway's connection when it is first used, and leaves it there while the connection is
/// valid; so a gateway that joins or comes back gets no grains. Binding a bucket to another open connection is safe at any time: a call belongs to its callback, not to its
/// connection, so what is in flight on the old one is still answered there.</para>
/// <para>It is reached by reflection, once; a test holds it against the Orleans version in use. When anything is missing all of it is off: grains then stay where they are, and
/// silent gateways are found dead by the refused connection.</para>
/// </remarks>
internal abstract class GatewayInternals
{
    protected const BindingFlags Members = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>How many buckets there are.</summary>
    public abstract int BucketCount { get; }

    /// <summary>The gateways that Orleans sends to, by their endpoints (generation 0).</summary>
    public abstract IReadOnlyList<SiloAddress> LiveGateways { get; }

    /// <summary>Finds them in a started client's services.</summary>
    /// <param name="services">The client's services.</param>
    /// <param name="missing">What was not found.</param>
    public static GatewayInternals? Find(IServiceProvider services, out string? missing)
    {
        try
        {
            var core = typeof(Orleans.Configuration.ClientConnectionOptions).Assembly;
            var connection = Type(core, "Orleans.Runtime.Messaging.ClientOutboundConnection");
            var center = services.GetRequiredService(Type(core, "Orleans.Messaging.ClientMessageCenter"));
            var gateways = services.GetRequiredService(Type(core, "Orleans.Messaging.GatewayManager"));
            var connections = services.GetRequiredService(Type(core, "Orleans.Runtime.Messaging.ConnectionManager"));
            missing = null;
            return (GatewayInternals)Activator.CreateInstance(typeof(GatewayInternalsOf<>).MakeGenericType(connection), center, gateways, connections)!;
        }
        catch (Exception error) when (error is MissingMemberException or TypeLoadException or InvalidOperationException or InvalidCastException or ArgumentException or TargetInvocationException)
        {
            missing = (error as TargetInvocationException)?.InnerException?.Message ?? error.Message;
            return null;
        }
    }

    /// <summary>The bucket of a grain.</summary>
    public int BucketOf(GrainId grain)
    {
        var hash = grain.GetHashCode() % BucketCount;
        return hash < 0 ? hash + BucketCount : hash;
    }

    /// <summary>The open connection that a grain's calls go through; null when its bucket is unbound.</summary>
    public object? ConnectionOf(GrainId grain) => ConnectionOf(BucketOf(grain));

    /// <summary>The open connection that a bucket is bound to; null when there is none.</summary>
    public abstract object? ConnectionOf(int bucket);

    /// <summary>The gateway of a connection.</summary>
    public abstract SiloAddress GatewayOf(object connection);

    /// <summary>Binds a bucket to a connection: the next calls of its grains go there.</summary>
    public abstract void Bind(int bucket, object connection);

    /// <summary>The open connection to a gateway, made when there is none.</summary>
    public abstract Task<object> Connect(SiloAddress gateway);

    /// <summary>From now on tells of each answer of a grain which silo it came from. Told on the threads that read the connections, so what listens must be quick.</summary>
    public abstract void Listen(Action<GrainId, SiloAddress> listener);

    /// <summary>Takes a gateway out of use until Orleans' next reading of the gateway list but one; its connections stay.</summary>
    public abstract void MarkAsDead(SiloAddress gateway);

    /// <summary>Stops sending to a gateway whose answers are still wanted.</summary>
    public abstract void StopSendingTo(SiloAddress gateway);

    /// <summary>Reads a property of one of Orleans' own types.</summary>
    /// <exception cref="MissingMemberException">There is none of that name.</exception>
    public static Func<TTarget, T> Getter<TTarget, T>(string property) =>
        typeof(TTarget).GetProperty(property, Members)?.GetMethod?.CreateDelegate<Func<TTarget, T>>() ?? throw new MissingMemberException(typeof(TTarget).FullName, property);

    /// <summary>The buckets of grains.</summary>
    public HashSet<int> BucketsOf(IEnumerable<GrainId> grains) => [.. grains.Select(BucketOf)];

    /// <summary>Has the gateway list read anew, soon.</summary>
    public abstract void RefreshList();

    protected static MethodInfo Method(object target, string name, params Type[] parameters) =>
        target.GetType().GetMethod(name, Members, parameters) ?? throw new MissingMethodException(target.GetType().FullName, name);

    protected static FieldInfo Field(object target, string name) =>
        target.GetType().GetField(name, Members) ?? throw new MissingFieldException(target.GetType().FullName, name);

    private static Type Type(Assembly assembly, string name) => assembly.GetType(name, throwOnError: true)!;
}
