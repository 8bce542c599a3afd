// What can run out, and what must be so.

import { h } from "../parts/dom.js";
import { bytes, count, duration, percent, plural, rate } from "../parts/format.js";
import { failingChecks, findingLevel, presentSilos, shareLevel } from "../parts/health.js";
import { age, bar, chip, empty, isStale, page, panel, slowlyStaleAfter, table } from "../parts/pieces.js";

export function capacity(state) {
  const { overview } = state;
  const failing = failingChecks(overview);
  return page(
    "capacity",
    "Capacity and compliance",
    overview.findings.length === 0 ? "no check has reported yet" : failing.length === 0 ? "all checks pass" : `${plural(failing.length, "check")} ${failing.length === 1 ? "fails" : "fail"}`,
    checks(state),
    h("div", { class: "halves" }, databases(state), storage(state)),
    silos(state),
  );
}

// Those that pass, once for all silos: each by itself would be a page of the same.
function folded(findings) {
  const passing = Map.groupBy(findings.filter((finding) => !finding.isFailing), (finding) => finding.name);
  return [
    ...findings.filter((finding) => finding.isFailing),
    ...[...passing.values()].map((all) => {
      const [first] = all;
      const regions = new Set(all.map((finding) => finding.region)).size;
      return {
        ...first,
        region: regions === 1 ? first.region : plural(regions, "region"),
        silo: all.length === 1 ? first.silo : plural(all.length, "silo"),
        text: all.every((finding) => finding.text === first.text) ? first.text : `${first.region}/${first.silo}: ${first.text}`,
        asOf: all.reduce((oldest, finding) => (finding.asOf < oldest ? finding.asOf : oldest), first.asOf),
      };
    }),
  ];
}

function checks(state) {
  const findings = folded(state.overview.findings).sort((a, b) => Number(b.isFailing) - Number(a.isFailing) || (a.severity === "critical" ? 0 : 1) - (b.severity === "critical" ? 0 : 1) || a.region.localeCompare(b.region) || a.name.localeCompare(b.name));
  return panel(
    "Checks",
    { key: "checks", note: "failing ones first, each silo's; /health of a silo has all of its own" },
    findings.length === 0
      ? empty("No check has reported yet.", "Silos run their checks every few seconds.")
      : table(
          "Checks of capacity and compliance",
          [
            { name: "Check", head: true, cell: (finding) => finding.name },
            { name: "State", tight: true, cell: (finding) => chip(findingLevel(finding), finding.isFailing ? finding.severity : "passes") },
            { name: "Region", tight: true, cell: (finding) => finding.region },
            { name: "Silo", tight: true, cell: (finding) => finding.silo },
            { name: "Finding", whole: true, cell: (finding) => h("span", { class: "wrap-anywhere" }, finding.text ?? "–") },
            { name: "Age", tight: true, cell: (finding) => age(state, finding.asOf, slowlyStaleAfter) },
          ],
          findings,
          (finding) => (finding.isFailing ? `${finding.region}/${finding.silo}/${finding.name}` : finding.name),
        ),
  );
}

function databases(state) {
  return panel(
    "Databases",
    { key: "databases" },
    table(
      "Databases of the regions",
      [
        { name: "Region", head: true, tight: true, cell: (region) => region.name },
        { name: "State", tight: true, cell: ({ database }) => (database ? chip(database.isUp ? "ok" : "critical", database.isUp ? "up" : "down") : chip("idle", "unknown")) },
        { name: "Connections", whole: true, cell: ({ database }) => (database?.maxConnections ? [h("span", null, `${count(database.connections)} of ${count(database.maxConnections)}`), bar(database.connections / database.maxConnections, level(database.connections / database.maxConnections))] : "–") },
        { name: "Oldest transaction", number: true, cell: ({ database }) => duration(database?.oldestTransactionSeconds) },
        { name: "Age", tight: true, cell: ({ database }) => age(state, database?.asOf, slowlyStaleAfter) },
      ],
      state.overview.regions,
      (region) => region.name,
    ),
  );
}

function storage(state) {
  return panel(
    "Storage",
    { key: "storage", note: "the log is kept until every region has it, and for Replication:KeepLogFor" },
    table(
      "Storage of the regions",
      [
        { name: "Region", head: true, tight: true, cell: (region) => region.name },
        { name: "Database", number: true, cell: ({ database }) => bytes(database?.sizeBytes) },
        { name: "Of it, log", whole: true, cell: ({ database }) => (database?.sizeBytes && database.logBytes !== null ? [h("span", null, `${bytes(database.logBytes)} (${percent(database.logBytes / database.sizeBytes)})`), bar(database.logBytes / database.sizeBytes)] : "–") },
        { name: "Writes/s", number: true, cell: ({ figures }) => rate(figures?.writesPerSecond) },
        { name: "Commits/s", number: true, cell: ({ figures }) => rate(figures?.flushesPerSecond) },
      ],
      state.overview.regions,
      (region) => region.name,
    ),
  );
}

function silos(state) {
  const some = presentSilos(state.overview).filter((silo) => silo.status !== "dead" && silo.figures);
  return panel(
    "Silos",
    { key: "silos" },
    some.length === 0
      ? empty("No silo tells of itself.", "That takes a second after a start.")
      : table(
          "Use of silos",
          [
            { name: "Silo", head: true, tight: true, cell: (silo) => `${silo.region}/${silo.name}` },
            { name: "Processors", cell: ({ figures }) => used(figures.cpu, percent(figures.cpu)) },
            { name: "Memory", whole: true, cell: ({ figures }) => used(figures.memoryLimitBytes > 0 ? figures.memoryBytes / figures.memoryLimitBytes : null, `${bytes(figures.memoryBytes)} of ${bytes(figures.memoryLimitBytes)}`) },
            { name: "Writes waiting", number: true, cell: ({ figures }) => [count(figures.queuedWrites), h("span", { class: "cell-note" }, bytes(figures.queuedBytes))] },
            { name: "Writes per commit", number: true, cell: ({ figures }) => (figures.flushesPerSecond > 0 ? (figures.writesPerSecond / figures.flushesPerSecond).toFixed(1) : "–") },
            { name: "Commit p99", number: true, cell: ({ figures }) => duration(figures.flushDuration.p99) },
            { name: "Age", tight: true, cell: (silo) => age(state, silo.asOf) },
          ],
          some,
          (silo) => silo.address,
          (silo) => (isStale(state, silo.asOf) ? "stale" : null),
        ),
  );
}

const level = (share) => (shareLevel(share) === "ok" ? null : shareLevel(share));

const used = (share, text) => [h("span", null, text), share === null ? null : bar(share, level(share))];
