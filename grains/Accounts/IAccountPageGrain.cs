using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ActiveActive.Accounts;

/// <summary>Keeps one full page of an account's history. Its key is the account's, <c>#</c> and the page's number.</summary>
[ExactlyOnce, Alias("aa.IAccountPageGrain")]
internal interface IAccountPageGrain : IGrainWithStringKey
{
    /// <summary>Stores the page.</summary>
    [Alias("Store")]
    Task Store(ImmutableArray<AccountEntry> entries);

    /// <summary>The page, oldest entry first; empty when it has not arrived yet.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Read")]
    Task<ImmutableArray<AccountEntry>> Read();
}
