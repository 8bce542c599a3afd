using System.Globalization;
using System.Text.Json.Serialization;

namespace ActiveActive.TestKit.Load;

/// <summary>
/// Names and quantities of what one process puts into a cart, such that the cart tells of each put whether it is there, and how often: an item's quantity is a number of base
/// <see cref="Base"/>, in which each put has a digit of its own. The processes share items, so that regions change the same ones at the same time, and divide the digits among them.
/// </summary>
internal sealed record CartItems
{
    /// <summary>A put that is there up to three times is told from all others.</summary>
    public const long Base = 4;

    /// <summary>The last digit's put is below the largest quantity that a cart takes at once.</summary>
    public const int Digits = 9;

    private readonly int _digits;

    /// <param name="process">The process, counted from 0.</param>
    /// <param name="processes">How many there are, up to <see cref="Digits"/>.</param>
    [JsonConstructor]
    public CartItems(int process, int processes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(processes, Digits);
        (Process, Processes, _digits) = (process, processes, Digits / processes);
    }

    public int Process { get; }

    public int Processes { get; }

    /// <summary>What the process puts into a cart the n-th time, counted from 0.</summary>
    public (string Item, long Quantity) Of(long number)
    {
        var quantity = 1L;
        for (var digit = (Process * _digits) + (number % _digits); digit > 0; digit--)
        {
            quantity *= Base;
        }

        return (string.Create(CultureInfo.InvariantCulture, $"item-{number / _digits}"), quantity);
    }

    /// <summary>Whether each put that is in the one quantity of an item is in the other, too.</summary>
    public static bool Includes(long quantity, long other)
    {
        for (; other > 0; (quantity, other) = (quantity / Base, other / Base))
        {
            if (other % Base > 0 && quantity % Base == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How often a put is in an item's quantity.</summary>
    public static long TimesIn(long quantity, long put) => quantity / put % Base;
}
