namespace ActiveActive.Tests.Cluster.Encryption;

/// <summary>A grain whose texts stand in a durable state, a persistent state, a reply and a send.</summary>
[ExactlyOnce, Alias("test.ISecretGrain")]
public interface ISecretGrain : IGrainWithStringKey
{
    /// <summary>Answers all that was written.</summary>
    [Alias("Write")] Task<string> Write(string text);

    [Alias("Send")] Task Send(string key, string text);

    [Alias("Give")] Task Give(string key, string text);

    [Alias("Refuse")] Task Refuse(string text);

    [Alias("Note")] Task Note(string text);

    [Alias("Read")] Task<string> Read();

    [Alias("ReadNote")] Task<string> ReadNote();

    [Alias("Leave")] Task Leave();
}
