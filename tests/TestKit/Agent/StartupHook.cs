using ActiveActive.TestKit.Agent;

// The runtime looks for a class of this name, outside of any namespace, in the assemblies that DOTNET_STARTUP_HOOKS names.
#pragma warning disable CA1050, IDE0130

/// <summary>Begins the agent's work before the silo's own program begins.</summary>
internal static class StartupHook
{
    public static void Initialize() => SiloAgent.Begin();
}
