namespace ActiveActive.Database.Embedded;

/// <summary>Signals by their POSIX numbers, with PostgreSQL's meaning.</summary>
internal enum Signal
{
    /// <summary>SIGINT: fast shutdown.</summary>
    Interrupt = 2,

    /// <summary>SIGQUIT: immediate shutdown.</summary>
    Quit = 3,

    /// <summary>SIGKILL.</summary>
    Kill = 9,

    /// <summary>SIGTERM: smart shutdown.</summary>
    Terminate = 15,

    /// <summary>SIGCONT.</summary>
    Continue = 18,

    /// <summary>SIGSTOP.</summary>
    Stop = 19,
}
