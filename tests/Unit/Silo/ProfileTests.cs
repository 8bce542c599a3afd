using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security;
using ActiveActive.Silo.Profile;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Unit.Silo;

/// <summary>What is compiled ahead besides what the compiler finds by itself: learned from what the runtime says, found again in assemblies, written as a profile.</summary>
public sealed class ProfileTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("int")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.__Canon,System.ValueTuple`2[int,System.__Canon[]]]")]
    public void A_name_is_read_as_the_runtime_writes_it(string name)
    {
        var position = 0;
        Assert.Equal(name, CodeName.Read(name, ref position).ToString());
        Assert.Equal(name.Length, position);
    }

    [Theory]
    [InlineData("List`1[int")]
    [InlineData("List`1[,int]")]
    [InlineData("")]
    public void What_is_no_name_is_refused(string name)
    {
        var position = 0;
        Assert.Throws<FormatException>(() => CodeName.Read(name, ref position));
    }

    [Theory]
    [InlineData("Shop+<Buy>d__12", "Shop+<Buy>d__*")]
    [InlineData("Shop+<>c__DisplayClass3_0+<<Buy>b__1>d", "Shop+<>c__DisplayClass*+<<Buy>b__*>d")]
    [InlineData("<Buy>g__Pay|3_1", "<Buy>g__Pay|*")]
    [InlineData("Vector128", "Vector128")]
    public void Numbers_that_the_compiler_counts_up_do_not_matter(string name, string uncounted) => Assert.Equal(uncounted, CodeName.Uncounted(name));

    [Fact]
    public void Generic_methods_are_learned_once_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "methods.txt");
        new MethodList().With(
        [
            "   1: JIT compiled System.Collections.Generic.List`1[int]:Add(int):this [Tier0, IL size=1, code size=2]",
            "   2: JIT compiled System.Collections.Generic.List`1[int]:Add(int):this [Instrumented Tier0, IL size=1, code size=2]",
            "   3: JIT compiled System.Array:Empty[int]():int[] [FullOpts, IL size=1, code size=2]",
            "   4: JIT compiled System.Array:Resize[int](byref,int) [Tier1, IL size=1, code size=2]",
            "   5: JIT compiled System.String:Trim():System.String:this [Tier0, IL size=1, code size=2]",
            "   6: JIT compiled (dynamicClass):Stub[int](int) [Tier0, IL size=1, code size=2]",
            "   7: JIT compiled System.Collections.Gen  12: JIT compiled System.Collections.Generic.List`1[in",
        ]).Write(file);

        Assert.Equal(["System.Array Empty[int]", "System.Collections.Generic.List`1[int] Add"], File.ReadAllLines(file).Skip(1));
        Assert.Equal(2, MethodList.Read(file).Count);
    }

    [Fact]
    public void What_is_no_more_is_passed_over()
    {
        using var code = Running();
        var known = Learn("System.Collections.Generic.List`1[int]:Add(int)", "System.Collections.Generic.List`1[int]:AddNothing(int)", "System.Collections.Generic.Liste`1[int]:Add(int)").Known(code);
        Assert.Equal(1, known.Count);
    }

    /// <summary>The runtime itself is asked what the tokens mean, so that signatures are right as a whole.</summary>
    [Fact]
    public void What_is_written_means_the_methods_that_were_compiled()
    {
        using var code = Running();
        var sample = typeof(Sample).FullName!;
        var methods = Learn(
            $"System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1[int,{sample}+<Wait>d__77]:MoveNext():this",
            $"{sample}:Mix[int,System.Guid](byref,byref,System.Guid[]):System.Collections.Generic.List`1[int]",
            $"{sample}+Inner`1[System.ValueTuple`2[sbyte,byte]]:Get[double[]](double[])",
            $"{sample}+Inner`1[int]:.ctor()",
            "System.Runtime.Intrinsics.Vector128:Store[int](System.Runtime.Intrinsics.Vector128`1[int],ptr)").Find(code);

        var machine = typeof(Sample).GetMethod(nameof(Sample.Wait))!.GetCustomAttribute<AsyncStateMachineAttribute>()!.StateMachineType;
        var box = typeof(AsyncTaskMethodBuilder<>).GetNestedType("AsyncStateMachineBox`1", BindingFlags.NonPublic)!.MakeGenericType(typeof(int), machine);
        MethodBase[] expected =
        [
            .. box.GetMethods(All).Where(method => method.Name == "MoveNext"),
            typeof(Sample).GetMethod(nameof(Sample.Mix))!.MakeGenericMethod(typeof(int), typeof(Guid)),
            typeof(Sample.Inner<(sbyte, byte)>).GetMethod("Get")!.MakeGenericMethod(typeof(double[])),
            typeof(Sample.Inner<int>).GetConstructor([])!,
            typeof(Vector128).GetMethod(nameof(Vector128.Store))!.MakeGenericMethod(typeof(int)),
        ];
        Assert.Equal(expected.ToHashSet(), Resolve(ProfileFile.Write(methods)).ToHashSet());
    }

    /// <summary>What shares its code for all references has a name that only the compiler knows, and is left out here.</summary>
    [Fact]
    public void The_runtime_knows_all_that_the_list_means()
    {
        using var code = Running();
        var methods = MethodList.Read(ListPath).Find(code).Where(method => !method.Arguments.Concat(method.Type.Arguments).Any(IsShared)).ToList();
        Assert.True(methods.Count > 500, $"{methods.Count}");
        Assert.InRange(Resolve(ProfileFile.Write(methods)).Count, methods.Count * 99 / 100, methods.Count);
    }

    [Fact]
    public void The_list_names_what_there_is()
    {
        using var code = Running();
        var list = MethodList.Read(ListPath);
        var gone = list.Count - list.Known(code).Count;
        Assert.True(gone * 20 < list.Count, $"Of {list.Count} methods in silo/Host/Profile/methods.txt {gone} are no more, so that each process compiles others at its start: learn them anew, docs/performance.md says how.");
    }

    private static string ListPath => Path.Combine(typeof(ProfileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "Repository").Value!, "silo", "Host", "Profile", "methods.txt");

    private static MethodList Learn(params string[] methods) => new MethodList().With(methods.Select(method => $"   1: JIT compiled {method} [Tier0, IL size=1, code size=2]"));

    private static Assemblies Running() => new(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator));

    private static bool IsShared(CodeType type) => type.IsCanon || type.Arguments.Any(IsShared);

    private static List<MethodBase> Resolve(byte[] profile)
    {
        var module = Assembly.Load(profile).ManifestModule;
        var group = module.GetMethod("Group0")!.GetMethodBody()!.GetILAsByteArray()!;
        var methods = new List<MethodBase>();

        // ldtoken with its four bytes, pop; at the end ret.
        for (var at = 0; group[at] == OpCodes.Ldtoken.Value; at += 6)
        {
            try
            {
                methods.Add(module.ResolveMethod(BitConverter.ToInt32(group, at + 1))!);
            }
            catch (Exception e) when (e is TypeLoadException or VerificationException)
            {
                // Over a number where there must be an enumeration, see MethodList.
            }
        }

        return methods;
    }

    private static class Sample
    {
        public static async Task<int> Wait()
        {
            await Task.Yield();
            return 1;
        }

        public static List<TFirst> Mix<TFirst, TSecond>(in TFirst first, ref TSecond second, TSecond[] all) => throw new NotSupportedException($"{first}{second}{all}");

        public sealed class Inner<T>
        {
            public static T? Get<TMore>(TMore more) => more is T value ? value : default;
        }
    }
}
