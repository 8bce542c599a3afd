using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>
/// Every register is linearizable: some order of its reads, writes and swaps, each at a moment between its start and its end, explains all answers and what it holds at the end. An
/// unknown write may have taken effect at any later time or never; a refused swap must have met a moment at which the register held something else.
/// </summary>
/// <remarks>
/// No version or tag is trusted. Each text is written by one operation only, so a read tells which write it saw, and that makes the general problem easy (Gibbons and Korach, "Testing
/// shared memories", SIAM J. Comput. 1997, section 4: the read-mapping is known; swaps are added here):
/// <list type="number">
/// <item>Writes that nobody was told of and nobody saw are set aside: that they never happened explains as much. One that was seen has taken effect before the first that saw it ended.</item>
/// <item>A write and its reads are together; so is the swap that replaced it, with its own reads, and so on: nothing else may write between. This makes chains, whose inner order is given.</item>
/// <item>Chain A must come before chain B when something in A ended before something in B started: minEnd(A) &lt; maxStart(B). An order exists exactly when no two chains must each come
/// before the other, and then ordering them by minEnd + maxStart is one: from minEnd(A) &lt; maxStart(B) and not minEnd(B) &lt; maxStart(A) follows sum(A) &lt; sum(B).</item>
/// <item>So: sort, and verify in one pass that no operation stands before one that had ended when it started. O(n log n), exact.</item>
/// <item>Refused swaps are put at the first moment of that order that suits them. Where one finds none, another order might; then <see cref="LinearizabilitySearch"/> decides, with the
/// unknown writes that were set aside, or reports <see cref="FindingKind.Undecided"/> at its bound.</item>
/// </list>
/// </remarks>
internal static class RegisterChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history, FinalState final, int limit = LinearizabilitySearch.DefaultLimit)
    {
        var byKey = history.Where(static operation => operation.IsOnRegister).ToLookup(static operation => operation.Key);
        return byKey.Select(static group => group.Key).Union(final.Registers.Keys).SelectMany(key => final.Registers.TryGetValue(key, out var text)
            ? new RegisterOrder(key, [.. byKey[key]], text, limit).Check()
            : [new Finding(FindingKind.Undecided, 1, $"register {key} was called and is not among those read at the end")]);
    }
}
