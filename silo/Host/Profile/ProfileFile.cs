using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ActiveActive.Silo.Profile;

/// <summary>Writes methods as a profile that the compiler ahead of time (crossgen) takes: it compiles all that one names.</summary>
/// <remarks>
/// The format (MIBC) is an assembly that is never run: the global method <c>AssemblyDictionary</c> names groups, each with the assemblies that must be compiled for it to count, and each group is a method that loads the tokens of what is
/// in it. Source: the reader of the compiler, <c>src/coreclr/tools/aot/ILCompiler.ReadyToRun/IBC/MIbcProfileParser.cs</c> in the repository of the runtime.
/// </remarks>
internal sealed class ProfileFile
{
    private const string Group = "Group0";

    private readonly MetadataBuilder _metadata = new();
    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];
    private readonly Dictionary<Type, TypeReferenceHandle> _types = [];
    private readonly TypeReferenceHandle _canon;

    private ProfileFile() => _canon = _metadata.AddTypeReference(Assembly("System.Private.Canon", new Version(0, 0, 0, 0)), _metadata.GetOrAddString("System"), _metadata.GetOrAddString("__Canon"));

    /// <summary>The profile's bytes.</summary>
    public static byte[] Write(IEnumerable<Instantiation> methods) => new ProfileFile().ToBytes(methods);

    private byte[] ToBytes(IEnumerable<Instantiation> methods)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("profile.dll"), _metadata.GetOrAddGuid(Guid.Empty), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString("profile"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        var code = new BlobBuilder();
        var bodies = new MethodBodyStreamEncoder(code);
        var group = new InstructionEncoder(new BlobBuilder());
        foreach (var token in methods.Where(method => !HasFunctionPointer(method.Method)).Select(Token))
        {
            group.OpCode(ILOpCode.Ldtoken);
            group.Token(token);
            group.OpCode(ILOpCode.Pop);
        }

        group.OpCode(ILOpCode.Ret);
        var first = Global(Group, bodies.AddMethodBody(group));
        var dictionary = new InstructionEncoder(new BlobBuilder());
        dictionary.LoadString(_metadata.GetOrAddUserString("System.Private.CoreLib;"));
        dictionary.OpCode(ILOpCode.Ldtoken);
        dictionary.Token(first);
        dictionary.OpCode(ILOpCode.Pop);
        dictionary.OpCode(ILOpCode.Ret);
        Global("AssemblyDictionary", bodies.AddMethodBody(dictionary));
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), first);

        var bytes = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), code, deterministicIdProvider: _ => new BlobContentId(Guid.Empty, 1)).Serialize(bytes);
        return bytes.ToArray();
    }

    private MethodDefinitionHandle Global(string name, int body)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, result => result.Void(), _ => { });
        return _metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name), _metadata.GetOrAddBlob(signature), body, default);
    }

    private EntityHandle Token(Instantiation method)
    {
        EntityHandle parent = Reference(method.Type.Definition!);
        if (method.Type.Arguments.Count > 0)
        {
            var type = new BlobBuilder();
            Encode(new BlobEncoder(type).TypeSpecificationSignature(), method.Type);
            parent = _metadata.AddTypeSpecification(_metadata.GetOrAddBlob(type));
        }

        var signature = new BlobBuilder();
        var parameters = method.Method.GetParameters();
        new BlobEncoder(signature).MethodSignature(genericParameterCount: method.Arguments.Count, isInstanceMethod: !method.Method.IsStatic).Parameters(parameters.Length, out var result, out var each);
        if (method.Method is MethodInfo { ReturnParameter: var returned } && returned.ParameterType.FullName != "System.Void")
        {
            Modify(result.CustomModifiers(), returned);
            Encode(result.Type(returned.ParameterType.IsByRef), Referent(returned));
        }
        else
        {
            result.Void();
        }

        foreach (var parameter in parameters)
        {
            var encoder = each.AddParameter();
            Modify(encoder.CustomModifiers(), parameter);
            Encode(encoder.Type(parameter.ParameterType.IsByRef), Referent(parameter));
        }

        EntityHandle member = _metadata.AddMemberReference(parent, _metadata.GetOrAddString(method.Method.Name), _metadata.GetOrAddBlob(signature));
        if (method.Arguments.Count == 0)
        {
            return member;
        }

        var specification = new BlobBuilder();
        var arguments = new BlobEncoder(specification).MethodSpecificationSignature(method.Arguments.Count);
        foreach (var argument in method.Arguments)
        {
            Encode(arguments.AddArgument(), argument);
        }

        return _metadata.AddMethodSpecification(member, _metadata.GetOrAddBlob(specification));
    }

    private static Type Referent(ParameterInfo parameter) => parameter.ParameterType is { IsByRef: true } reference ? reference.GetElementType()! : parameter.ParameterType;

    private void Modify(CustomModifiersEncoder encoder, ParameterInfo parameter)
    {
        foreach (var modifier in parameter.GetRequiredCustomModifiers())
        {
            encoder = encoder.AddModifier(Reference(modifier), isOptional: false);
        }
    }

    private void Encode(SignatureTypeEncoder encoder, CodeType type)
    {
        if (type.IsCanon)
        {
            encoder.Type(_canon, isValueType: false);
        }
        else if (type.Definition is null)
        {
            Encode(encoder.SZArray(), type.Arguments[0]);
        }
        else if (type.Arguments.Count == 0)
        {
            Encode(encoder, type.Definition);
        }
        else
        {
            var arguments = encoder.GenericInstantiation(Reference(type.Definition), type.Arguments.Count, type.Definition.IsValueType);
            foreach (var argument in type.Arguments)
            {
                Encode(arguments.AddArgument(), argument);
            }
        }
    }

    // As it stands in a signature, with the parameters of what is generic.
    private void Encode(SignatureTypeEncoder encoder, Type type)
    {
        if (type.IsPointer)
        {
            var target = type.GetElementType()!;
            if (target.FullName == "System.Void")
            {
                encoder.VoidPointer();
            }
            else
            {
                Encode(encoder.Pointer(), target);
            }
        }
        else if (type.IsSZArray)
        {
            Encode(encoder.SZArray(), type.GetElementType()!);
        }
        else if (type.IsArray)
        {
            var rank = type.GetArrayRank();
            encoder.Array(element => Encode(element, type.GetElementType()!), shape => shape.Shape(rank, [], [.. Enumerable.Repeat(0, rank)]));
        }
        else if (type.IsGenericMethodParameter)
        {
            encoder.GenericMethodTypeParameter(type.GenericParameterPosition);
        }
        else if (type.IsGenericParameter)
        {
            encoder.GenericTypeParameter(type.GenericParameterPosition);
        }
        else if (Primitive(type) is { } primitive)
        {
            encoder.PrimitiveType(primitive);
        }
        else if (type.IsGenericType)
        {
            var given = type.GetGenericArguments();
            var arguments = encoder.GenericInstantiation(Reference(type.GetGenericTypeDefinition()), given.Length, type.IsValueType);
            foreach (var argument in given)
            {
                Encode(arguments.AddArgument(), argument);
            }
        }
        else
        {
            encoder.Type(Reference(type), type.IsValueType);
        }
    }

    private static PrimitiveTypeCode? Primitive(Type type) => type.FullName switch
    {
        "System.Boolean" => PrimitiveTypeCode.Boolean,
        "System.Char" => PrimitiveTypeCode.Char,
        "System.SByte" => PrimitiveTypeCode.SByte,
        "System.Byte" => PrimitiveTypeCode.Byte,
        "System.Int16" => PrimitiveTypeCode.Int16,
        "System.UInt16" => PrimitiveTypeCode.UInt16,
        "System.Int32" => PrimitiveTypeCode.Int32,
        "System.UInt32" => PrimitiveTypeCode.UInt32,
        "System.Int64" => PrimitiveTypeCode.Int64,
        "System.UInt64" => PrimitiveTypeCode.UInt64,
        "System.Single" => PrimitiveTypeCode.Single,
        "System.Double" => PrimitiveTypeCode.Double,
        "System.IntPtr" => PrimitiveTypeCode.IntPtr,
        "System.UIntPtr" => PrimitiveTypeCode.UIntPtr,
        "System.Object" => PrimitiveTypeCode.Object,
        "System.String" => PrimitiveTypeCode.String,
        "System.TypedReference" => PrimitiveTypeCode.TypedReference,
        _ => null,
    };

    private TypeReferenceHandle Reference(Type type)
    {
        if (!_types.TryGetValue(type, out var handle))
        {
            EntityHandle scope = type.DeclaringType is { } outer ? Reference(outer) : Assembly(type.Assembly.GetName().Name!, type.Assembly.GetName().Version!);
            var space = type.DeclaringType is null && type.Namespace is { Length: > 0 } name ? _metadata.GetOrAddString(name) : default;
            _types[type] = handle = _metadata.AddTypeReference(scope, space, _metadata.GetOrAddString(type.Name));
        }

        return handle;
    }

    private AssemblyReferenceHandle Assembly(string name, Version version)
    {
        if (!_assemblies.TryGetValue(name, out var handle))
        {
            _assemblies[name] = handle = _metadata.AddAssemblyReference(_metadata.GetOrAddString(name), version, default, default, default, default);
        }

        return handle;
    }

    private static bool HasFunctionPointer(MethodBase method) => method.GetParameters().Append((method as MethodInfo)?.ReturnParameter).Any(parameter => parameter is not null && HasFunctionPointer(parameter.ParameterType));

    private static bool HasFunctionPointer(Type type) => type.IsFunctionPointer || (type.HasElementType && HasFunctionPointer(type.GetElementType()!)) || (type.IsGenericType && type.GetGenericArguments().Any(HasFunctionPointer));
}
