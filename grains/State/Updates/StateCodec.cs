using System.Reflection;
using System.Text.Json;
using ActiveActive.State.Storage;

namespace ActiveActive.State.Updates;

/// <summary>A state type's form in the database: UTF-8 JSON, and the version of its shape. Members that a row lacks keep their defaults.</summary>
internal sealed class StateCodec<T> : StateForm<T>
    where T : class, new()
{
    private static readonly bool IsImmutable = typeof(T).GetCustomAttribute<ImmutableAttribute>() is not null;

    private StateCodec()
    {
    }

    public static StateCodec<T> Instance { get; } = new();

    public override int TypeVersion { get; } = typeof(T).GetCustomAttribute<StateTypeAttribute>()?.Version ?? 1;

    public override T Empty => new();

    public override byte[] Write(T state) => JsonSerializer.SerializeToUtf8Bytes(state);

    public override T Read(StateKey key, StateRow row)
    {
        if (row.TypeVersion > TypeVersion)
        {
            throw new StateVersionException(
                $"The row of {key} has type version {row.TypeVersion}; this silo's {typeof(T).Name} is version {TypeVersion}. The row is left as it is. Deploy the newer code to this silo.");
        }

        if (row.Payload is null)
        {
            return new T();
        }

        try
        {
            return JsonSerializer.Deserialize<T>(row.Payload) ?? new T();
        }
        catch (JsonException error)
        {
            throw new StateVersionException(
                $"The row of {key} (type version {row.TypeVersion}) cannot be read as {typeof(T).Name}: {error.Message} The row is left as it is. Was a member's type changed without a new [StateType] version?",
                error);
        }
    }

    public override T Private(T state) => IsImmutable ? state : JsonSerializer.Deserialize<T>(Write(state))!;
}
