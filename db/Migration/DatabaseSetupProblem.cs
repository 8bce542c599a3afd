namespace ActiveActive.Database.Migration;

/// <summary>Why a database cannot be used as it is, sorted by what the operator has to do.</summary>
public enum DatabaseSetupProblem
{
    /// <summary>The connection string cannot be understood: correct it.</summary>
    ConnectionString,

    /// <summary>No PostgreSQL answers there: start it, or correct host and port. May pass by itself.</summary>
    Unreachable,

    /// <summary>The server refuses this user or password: correct them, or the server's <c>pg_hba.conf</c>.</summary>
    Authentication,

    /// <summary>The server has no database of that name: create it.</summary>
    MissingDatabase,

    /// <summary>The user may not do what is needed: grant it.</summary>
    MissingPrivilege,

    /// <summary>The server accepts no writes (a standby): connect to the primary.</summary>
    ReadOnly,

    /// <summary>Another migrator did not finish in time: wait for it. May pass by itself.</summary>
    LockedByOther,

    /// <summary>A migration script failed: read its message.</summary>
    ScriptFailed,
}
