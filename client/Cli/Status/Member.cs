namespace ActiveActive.Cli.Status;

/// <summary>A silo's row of the membership table: the newest for its name.</summary>
internal sealed record Member(string Name, string Address, int Port, int Generation, int GatewayPort, string Status, DateTime StartedAt, DateTime AliveAt)
{
    public bool IsActive => Status == "active";
}
