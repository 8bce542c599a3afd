namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>A register that holds a text; empty at first.</summary>
internal sealed class RegisterModel : ISequentialModel<string, RegisterCall>
{
    public string Initial => "";

    public bool TryApply(string state, RegisterCall call, out string next)
    {
        next = call.Kind is RegisterCallKind.Write or RegisterCallKind.Swap ? call.Text : state;
        return call.Kind switch
        {
            RegisterCallKind.Read => state == call.Text,
            RegisterCallKind.Write => true,
            RegisterCallKind.Swap => state == call.Expected,
            _ => state != call.Expected,
        };
    }
}
