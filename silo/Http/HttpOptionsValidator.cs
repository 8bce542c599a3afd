using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Http;

/// <summary>Reports all wrong values at once, by their names in the configuration.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        var errors = new List<string>();
        Check(errors, nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1 << 10, 16 << 20);
        Check(errors, nameof(options.MaxKeyBytes), options.MaxKeyBytes, 1, 1024);
        Check(errors, nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check<T>(List<string> errors, string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"{HttpOptions.Section}:{name} is {value}; it must be between {least} and {most}.");
        }
    }
}
