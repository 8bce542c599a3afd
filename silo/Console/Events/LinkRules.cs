using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Events;

/// <summary>How a link is, by its figures. A heartbeat comes every second, also when nobody writes.</summary>
internal static class LinkRules
{
    /// <summary>When the newest that came is older, nothing comes through, whatever the connection says.</summary>
    public const double SilentSeconds = 5;

    /// <summary>When it is younger, there is nothing to catch up with.</summary>
    public const double FreshSeconds = 2.5;

    /// <summary>Whether nothing comes through.</summary>
    /// <param name="isUp">Whether the connection works; null when not known.</param>
    /// <param name="age">The age of the newest that is applied, in seconds; null when not known.</param>
    public static bool IsCut(bool? isUp, double? age) => isUp == false || (isUp is null && age >= SilentSeconds);

    /// <summary>In one word.</summary>
    public static LinkStatus Status(bool? isUp, double? age) =>
        isUp is null && age is null ? LinkStatus.Unknown
        : IsCut(isUp, age) ? LinkStatus.Cut
        : age >= FreshSeconds ? LinkStatus.CatchingUp
        : LinkStatus.InSync;
}
