using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using Orleans.Serialization;
using Orleans.Storage;

namespace ActiveActive.Silo.Storage.Persistent;

/// <summary>
/// Writes the very text that Orleans' default storage serializer writes (<see cref="JsonGrainStorageSerializer"/>), for less: it keeps the serializer, the memory and the names of types
/// from one write to the next.
/// </summary>
/// <remarks>
/// Used only where it can be seen to be the same: Orleans' own serializer class, its own binder, no reference resolver of the application's; and the first value of each type is
/// written both ways and compared. Anything else is left to the serializer that is configured.
/// </remarks>
internal sealed class StateJson
{
    private readonly JsonSerializerSettings _settings;
    private readonly SimpleNames _names = new();
    private readonly ConcurrentDictionary<Type, bool> _isSame = new();
    private readonly ConcurrentBag<Pen> _pens = [];

    private StateJson(JsonSerializerSettings settings) => _settings = settings;

    /// <summary>Makes one where it applies, else null.</summary>
    /// <param name="serializer">The serializer that is configured.</param>
    /// <param name="options">The options of Orleans' JSON.</param>
    public static StateJson? For(IGrainStorageSerializer serializer, OrleansJsonSerializerOptions options)
    {
        var settings = options.JsonSerializerSettings;
        if (serializer.GetType() != typeof(JsonGrainStorageSerializer)
            || settings.ReferenceResolverProvider is not null
            || settings.TypeNameAssemblyFormatHandling != TypeNameAssemblyFormatHandling.Simple
            || settings.SerializationBinder?.GetType() != typeof(OrleansJsonSerializationBinder))
        {
            return null;
        }

        return new StateJson(settings);
    }

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">The declared type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="original">What it must be the same as.</param>
    public BinaryData Serialize<T>(T? value, IGrainStorageSerializer original)
    {
        if (_isSame.TryGetValue(typeof(T), out var isSame))
        {
            return isSame ? Write(value) : original.Serialize(value);
        }

        var expected = original.Serialize(value);
        _isSame[typeof(T)] = Write(value).ToMemory().Span.SequenceEqual(expected.ToMemory().Span);
        return expected;
    }

    private BinaryData Write<T>(T? value)
    {
        // Taken, so that a converter that has something else written on its way gets another.
        if (!_pens.TryTake(out var pen))
        {
            pen = new Pen(_settings, _names);
        }

        var bytes = pen.Write(value, typeof(T));
        _pens.Add(pen); // not after an error
        return new BinaryData(bytes);
    }

    /// <summary>What one value at a time is written with.</summary>
    private sealed class Pen
    {
        private const int MostKept = 64 << 10;

        private readonly JsonSerializer _json;
        private readonly References _references = new();
        private StringBuilder _text = new(1024);

        public Pen(JsonSerializerSettings settings, SimpleNames names)
        {
            _json = JsonSerializer.CreateDefault(settings);
            _json.ReferenceResolver = _references;
            _json.SerializationBinder = names; // what it tells is already short,
            _json.TypeNameAssemblyFormatHandling = TypeNameAssemblyFormatHandling.Full; // so nothing needs to be cut off
        }

        public byte[] Write(object? value, Type type)
        {
            using (var writer = new JsonTextWriter(new StringWriter(_text, CultureInfo.InvariantCulture)) { Formatting = _json.Formatting })
            {
                _json.Serialize(writer, value, type);
            }

            _references.Clear();
            var bytes = Encode(_text);
            _text = _text.Capacity <= MostKept ? _text.Clear() : new(1024);
            return bytes;
        }

        private static byte[] Encode(StringBuilder text)
        {
            var chunks = text.GetChunks().GetEnumerator();
            return chunks.MoveNext() && chunks.Current is var first && first.Length == text.Length
                ? Encode(first.Span)
                : Encode(text.ToString());
        }

        private static byte[] Encode(ReadOnlySpan<char> text)
        {
            var bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(text));
            Encoding.UTF8.GetBytes(text, bytes);
            return bytes;
        }
    }

    /// <summary>The objects of one value that may be referred to, numbered from 1.</summary>
    private sealed class References : IReferenceResolver
    {
        private readonly Dictionary<object, string> _numbers = new(ReferenceEqualityComparer.Instance);

        public bool IsReferenced(object context, object value) => _numbers.ContainsKey(value);

        public string GetReference(object context, object value)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, value, out _);
            return number ??= _numbers.Count.ToString(CultureInfo.InvariantCulture);
        }

        public void AddReference(object context, string reference, object value) => throw new NotSupportedException("Nothing is read here.");

        public object ResolveReference(object context, string reference) => throw new NotSupportedException("Nothing is read here.");

        public void Clear() => _numbers.Clear();
    }

    /// <summary>Names of types with the names of their assemblies, without versions and keys; worked out once.</summary>
    private sealed class SimpleNames : DefaultSerializationBinder
    {
        private readonly ConcurrentDictionary<Type, string> _names = new();

        public override void BindToName(Type serializedType, out string? assemblyName, out string? typeName) =>
            (assemblyName, typeName) = (null, _names.GetOrAdd(serializedType, static type => Qualified(type)));

        private static string Qualified(Type type) => $"{Name(type)}, {type.Assembly.GetName().Name}";

        private static string Name(Type type)
        {
            if (type.IsArray)
            {
                var rank = type.IsSZArray ? "" : type.GetArrayRank() == 1 ? "*" : new string(',', type.GetArrayRank() - 1);
                return $"{Name(type.GetElementType()!)}[{rank}]";
            }

            return type.IsConstructedGenericType
                ? $"{type.GetGenericTypeDefinition().FullName}[{string.Join(',', type.GetGenericArguments().Select(static argument => $"[{Qualified(argument)}]"))}]"
                : type.FullName!;
        }
    }
}
