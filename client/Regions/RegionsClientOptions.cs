namespace ActiveActive.Client;

/// <summary>Which regions a client calls, and when it goes from one to the next.</summary>
public sealed class RegionsClientOptions
{
    /// <summary>The regions, the preferred one first. Their <see cref="CallOptions.Deadline"/> is how long a call is tried in a region before the next one gets it; the default here is 3 seconds.</summary>
    public IList<ActiveActiveClientOptions> Regions { get; } = [];

    /// <summary>How long a region that is asked in place of another one may take to apply what the session has met there. Default 2 seconds; from 0 to 1 minute. Longer, and fewer calls end with <see cref="RegionBehindException"/>.</summary>
    public TimeSpan SessionWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a region that was given up is asked for a sign of life. Default 1 second; from 50 milliseconds to 10 minutes.</summary>
    public TimeSpan ProbePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many signs of life in a row it takes until a region is called again. Default 3; from 1 to 100. More, and fewer callers go to and fro with a region that is only half well.</summary>
    public int ProbesToReturn { get; set; } = 3;

    /// <summary>Adds a region, less preferred than those before.</summary>
    /// <param name="region">Its name.</param>
    /// <param name="database">The connection string of its database.</param>
    public ActiveActiveClientOptions Add(string region, string database)
    {
        var added = new ActiveActiveClientOptions { Region = region, Database = database };
        added.Calls.Deadline = TimeSpan.FromSeconds(3);
        added.Calls.ConnectionPatience = TimeSpan.FromSeconds(1);
        Regions.Add(added);
        return added;
    }
}
