namespace ActiveActive.Silo.Http.Problems;

/// <summary>The body of every answer that is not success (RFC 9457).</summary>
/// <param name="Type">Names the kind of problem; stable, relative to the server.</param>
/// <param name="Title">The kind of problem in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened and what to do about it.</param>
/// <param name="Code">The kind of problem, for programs; the last part of the type.</param>
/// <param name="Advice">What to do, for programs: retry, retry-same-id, refresh, give-up or fix-the-cause.</param>
/// <param name="TraceId">Where the logs tell more.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, string Advice, string TraceId);
