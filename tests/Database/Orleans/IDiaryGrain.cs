namespace ActiveActive.Tests.Database.Orleans;

/// <summary>A grain that uses all that the AdoNet providers offer it.</summary>
public interface IDiaryGrain : IGrainWithStringKey
{
    Task WriteAsync(string text);

    Task<string?> ReadAgainAsync();

    Task ClearAsync();

    Task RemindAsync(string name);

    Task<IReadOnlyList<string>> RemindersAsync();

    Task ForgetAsync(string name);
}
