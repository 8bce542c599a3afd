namespace ActiveActive.TestKit.Merging;

/// <summary>Says which law is broken, and shows both sides.</summary>
internal static class Laws
{
    public static void Same(string law, string one, string other) => Hold(law, one == other, () => $"{one}\n  is not\n{other}");

    public static void Hold(string law, bool holds, Func<string> shown)
    {
        if (!holds)
        {
            throw new MergeLawException($"{law}. Here it does not:\n{shown()}");
        }
    }
}
