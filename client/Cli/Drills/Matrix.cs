namespace ActiveActive.Cli.Drills;

/// <summary>What several drills found. Also the file <c>matrix.json</c>.</summary>
/// <param name="Passed">Whether every row passed or was skipped.</param>
/// <param name="Seed">The first trial's; the others' follow.</param>
/// <param name="Rows">One for each fault, or faults together.</param>
/// <param name="Folder">Where the drills' folders lie.</param>
internal sealed record Matrix(bool Passed, int Seed, IReadOnlyList<MatrixRow> Rows, string Folder);
