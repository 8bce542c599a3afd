namespace ActiveActive.Silo.Console.Actions;

/// <summary>What can be done by the console.</summary>
internal enum ConsoleAction
{
    /// <summary>A silo stops in order.</summary>
    Drain = 0,

    /// <summary>A silo is declared dead.</summary>
    Evict = 1,

    /// <summary>A change that was put aside is lost in this region.</summary>
    DropDeadLetter = 2,
}
