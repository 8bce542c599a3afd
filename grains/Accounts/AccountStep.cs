namespace ActiveActive.Accounts;

/// <summary>A change of an account, computed.</summary>
/// <param name="Next">The account after it.</param>
/// <param name="Entry">The entry that it makes.</param>
/// <param name="Full">The page that this entry filled, to be stored elsewhere; else null.</param>
internal sealed record AccountStep(AccountState Next, AccountEntry Entry, AccountPage? Full);
