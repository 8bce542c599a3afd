// One look: is every region serving, how fast, how far behind, what was lost or moved, is anything about to run out.

import { chart } from "../parts/chart.js";
import { h } from "../parts/dom.js";
import { bytes, count, duration, percent, plural, rate } from "../parts/format.js";
import { describeUse, describeWait, failingChecks, findingLevel, fullest, linkHealth, linkName, presentSilos, regionHealth, severityLevel, shareLevel, siloHealth, worst } from "../parts/health.js";
import { align } from "../parts/history.js";
import { map } from "../parts/map.js";
import { age, ageOf, bar, chip, choice, empty, isStale, page, panel, shape, table } from "../parts/pieces.js";
import { eventList } from "./timeline.js";

const recent = 600;
const shownEvents = 7;
const serious = new Set(["died", "evicted", "left", "failover", "cut", "deadLetter", "databaseDown", "suspected", "repaired"]);

export function overview(state, tools) {
  const { overview: now } = state;
  const silos = presentSilos(now);
  return page(
    "overview",
    "Overview",
    `${plural(now.regions.length, "region")}, ${plural(silos.filter((silo) => silo.status !== "dead").length, "silo")}, as ${now.region}/${now.silo} knows them`,
    h("div", { class: "answers" }, serving(state, silos), speed(state), behind(state), happened(state), runningOut(state)),
    h(
      "div",
      { class: "columns" },
      panel("Regions and links", { key: "map", end: h("span", { class: "note" }, "arrows: how far behind · batches waiting") }, mapHolder(state, tools), legend()),
      panel("Latest events", { key: "events", end: h("a", { href: "#/timeline" }, "All events") }, latest(state)),
    ),
    charts(state, tools),
    siloTable(state, silos, tools),
  );
}

function answer(state, key, level, question, big, small, asOf) {
  return h(
    "section",
    { key, class: `panel answer is-${level} ${asOf !== undefined && isStale(state, asOf) ? "stale" : ""}`, "data-answer": key, "data-level": level, "aria-label": question },
    h("h2", null, shape(level), question, asOf === undefined ? null : age(state, asOf)),
    h("strong", null, big),
    h("p", null, small),
  );
}

const oldest = (times) => (times.some((at) => !at) ? null : times.reduce((a, b) => (a < b ? a : b), times[0]));

function serving(state, silos) {
  const { regions } = state.overview;
  const healths = regions.map((region) => ({ region, ...regionHealth(region) }));
  const well = regions.filter((region) => region.isReachable && (region.status === "serving" || region.status === "impaired")).length;
  const active = silos.filter((silo) => silo.status === "active").length;
  const bad = healths.filter((one) => one.level !== "ok");
  return answer(
    state,
    "serving",
    worst(healths.map((one) => one.level)),
    "Serving",
    [`${well} of ${regions.length} `, h("small", null, regions.length === 1 ? "region" : "regions")],
    bad.length === 0 ? `${plural(active, "silo")} active` : bad.map((one) => `${one.region.name}: ${one.word}`).join("; "),
    oldest((regions.some((region) => region.isReachable) ? regions.filter((region) => region.isReachable) : regions).map((region) => region.asOf)),
  );
}

function speed(state) {
  const known = state.overview.regions.filter((region) => region.figures && region.isReachable);
  if (known.length === 0) {
    return answer(state, "speed", "idle", "How fast", "–", "No region tells.", null);
  }

  const calls = known.reduce((sum, { figures }) => sum + figures.callsPerSecond, 0);
  const errors = known.reduce((sum, { figures }) => sum + figures.errorsPerSecond, 0);
  const slowest = known.filter(({ figures }) => figures.latency.p99 !== null).sort((a, b) => b.figures.latency.p99 - a.figures.latency.p99)[0];
  const share = calls > 0 ? errors / calls : 0;
  const level = share > 0.05 ? "critical" : share > 0.01 || slowest?.figures.latency.p99 > 1 ? "warning" : "ok";
  const times = slowest ? `p50 ${duration(slowest.figures.latency.p50)}, p99 ${duration(slowest.figures.latency.p99)}${known.length > 1 ? ` in ${slowest.name}, the slowest` : ""}` : "No calls to time.";
  return answer(
    state,
    "speed",
    level,
    "How fast",
    [`${rate(calls)} `, h("small", null, "calls/s")],
    `${times}${errors > 0 ? ` · ${rate(errors)} errors/s` : ""}`,
    oldest(known.map((region) => region.asOf)),
  );
}

function behind(state) {
  const { links } = state.overview;
  if (links.length === 0) {
    return answer(state, "behind", "idle", "How far behind", "–", "One region has nobody to be behind.");
  }

  const level = worst(links.map((link) => linkHealth(link).level));
  const cut = links.filter((link) => link.status === "cut");
  const worstLink = [...links].sort((a, b) => (b.watermarkAgeSeconds ?? -1) - (a.watermarkAgeSeconds ?? -1))[0];
  const waiting = links.filter((link) => link.backlogBatches > 0).sort((a, b) => b.backlogBatches - a.backlogBatches);
  const small = cut.length > 0 ? `${plural(cut.length, "link")} cut: ${cut.slice(0, 2).map(linkName).join(", ")}` : waiting.length > 0 ? `${linkName(waiting[0])}: ${describeWait(waiting[0])}` : `${linkName(worstLink)} at most; nothing waits`;
  return answer(state, "behind", level, "How far behind", duration(worstLink.watermarkAgeSeconds), small, oldest(links.map((link) => link.asOf)));
}

function happened(state) {
  const events = state.overview.events.filter((event) => ageOf(state, event.at) < recent);
  const told = events.filter((event) => serious.has(event.kind));
  if (told.length === 0) {
    return answer(state, "happened", "ok", "Lost or moved", "Nothing", "in the last ten minutes");
  }

  const last = told[0];
  const level = severityLevel(last.severity);
  const counts = [
    ["died", "silo died", "silos died"],
    ["cut", "link cut", "links cut"],
    ["databaseDown", "database outage", "database outages"],
    ["deadLetter", "dead letter", "dead letters"],
    ["evicted", "eviction", "evictions"],
    ["left", "silo left", "silos left"],
  ]
    .map(([kind, one, many]) => ({ number: told.filter((event) => event.kind === kind).length, one, many }))
    .filter(({ number }) => number > 0);
  const moved = told.find((event) => event.kind === "failover");
  const isOver = ageOf(state, last.at) > 60;
  return answer(
    state,
    "happened",
    isOver && level === "critical" ? "warning" : level === "ok" ? "note" : level,
    "Lost or moved",
    counts.length > 0 ? [`${count(counts[0].number)} `, h("small", null, counts[0].number === 1 ? counts[0].one : counts[0].many, counts.length > 1 ? ", and more" : "")] : last.text,
    [`${last.text.replace(/\.$/, "")}, ${duration(Math.round(ageOf(state, last.at)))} ago`, moved && moved !== last ? `; served elsewhere after ${duration(moved.durationSeconds)}` : ""],
  );
}

function runningOut(state) {
  const failing = failingChecks(state.overview);
  const use = fullest(state.overview);
  if (failing.length > 0) {
    const level = worst(failing.map(findingLevel));
    const first = failing.find((finding) => findingLevel(finding) === level);
    return answer(state, "out", level, "Running out", [`${count(failing.length)} `, h("small", null, failing.length === 1 ? "check fails" : "checks fail")], `${first.region}: ${first.text ?? first.name}`);
  }

  return answer(state, "out", use ? shareLevel(use.share) : "idle", "Running out", use && use.share >= 0.75 ? percent(use.share) : "Nothing", use ? (use.share >= 0.75 ? `of the ${use.text}` : `${describeUse(use)} at most`) : "No figures yet.");
}

function mapHolder(state, tools) {
  return h(
    "div",
    {
      key: "map",
      mount: (element) => {
        const watch = new ResizeObserver(() => tools.setMapWidth(element.clientWidth));
        watch.observe(element);
        return () => watch.disconnect();
      },
    },
    state.mapWidth > 0 ? map(state, state.mapWidth) : null,
  );
}

function legend() {
  return h(
    "ul",
    { class: "legend", "aria-label": "What the marks mean" },
    [
      ["ok", "serving, in sync"],
      ["note", "joining", "note"],
      ["note", "draining", "leaving"],
      ["warning", "impaired, catching up, suspect"],
      ["critical", "down, cut, dead"],
      ["idle", "nothing known"],
    ].map(([level, text, kind]) => h("li", { key: text }, shape(level, kind), text)),
  );
}

function latest(state) {
  const events = state.overview.events.slice(0, shownEvents);
  return events.length === 0
    ? empty("Nothing has happened since this silo started.", "Silos that join, leave or die, links that are cut and databases that fail are listed here.")
    : eventList(state, events);
}

function charts(state, tools) {
  const { regions } = state.history;
  const names = state.overview.regions.map((region) => region.name);
  const chosen = names.includes(state.chartRegion) ? state.chartRegion : "";
  const of = (column, some) => some.map((name) => ({ name, at: regions.get(name)?.at ?? [], values: regions.get(name)?.columns[column] ?? [] }));
  const calls = chosen
    ? [
        { name: "calls", at: regions.get(chosen)?.at ?? [], values: regions.get(chosen)?.columns.callsPerSecond ?? [] },
        { name: "writes", at: regions.get(chosen)?.at ?? [], values: regions.get(chosen)?.columns.writesPerSecond ?? [] },
        { name: "errors", at: regions.get(chosen)?.at ?? [], values: regions.get(chosen)?.columns.errorsPerSecond ?? [] },
      ]
    : of("callsPerSecond", names);
  const throughput = align(calls);
  const latency = slowest(regions, chosen ? [chosen] : names);
  return h(
    "div",
    { class: "page", key: "charts" },
    names.length > 1 ? choice("Region of the charts", [["", "All regions"], ...names.map((name) => [name, name])], chosen, tools.setChartRegion) : null,
    h(
      "div",
      { class: "halves" },
      chart({
        name: "throughput",
        title: "Throughput",
        note: chosen ? `${chosen}, per second` : "calls per second",
        at: throughput.at,
        series: calls.map(({ name }, i) => ({ name, values: throughput.values[i] })),
        format: rate,
        open: state.openTables,
        changed: tools.changed,
      }),
      chart({
        name: "latency",
        title: "Latency of calls",
        note: chosen || names.length === 1 ? chosen : "of the region that was slowest",
        at: latency.at,
        series: ["p50", "p99", "p999"].map((name) => ({ name: name === "p999" ? "p99.9" : name, values: latency[name] })),
        format: duration,
        open: state.openTables,
        changed: tools.changed,
      }),
    ),
  );
}

function slowest(regions, names) {
  const result = {};
  for (const column of ["p50", "p99", "p999"]) {
    const { at, values } = align(names.map((name) => ({ at: regions.get(name)?.at ?? [], values: regions.get(name)?.columns[column] ?? [] })));
    result.at = at;
    result[column] = at.map((_, i) => values.reduce((most, one) => (one[i] !== null && (most === null || one[i] > most) ? one[i] : most), null));
  }

  return result;
}

function siloTable(state, silos, tools) {
  const { overview: now } = state;
  const columns = [
    { name: "Silo", head: true, cell: (silo) => [`${silo.region}/${silo.name}`, h("span", { class: "cell-note mono" }, silo.address)] },
    { name: "Status", whole: true, tight: true, cell: (silo) => statusOf(state, silo) },
    { name: "Calls/s", number: true, cell: (silo) => rate(silo.figures?.callsPerSecond) },
    { name: "p99", number: true, cell: (silo) => duration(silo.figures?.latency.p99) },
    { name: "Errors/s", number: true, cell: (silo) => rate(silo.figures?.errorsPerSecond) },
    { name: "Grains", number: true, cell: (silo) => count(silo.figures?.activations) },
    { name: "Processors", cell: (silo) => withBar(silo.figures?.cpu, percent(silo.figures?.cpu)) },
    { name: "Memory", cell: (silo) => withBar(silo.figures && silo.figures.memoryLimitBytes > 0 ? silo.figures.memoryBytes / silo.figures.memoryLimitBytes : null, bytes(silo.figures?.memoryBytes)) },
    { name: "Writes waiting", number: true, cell: (silo) => count(silo.figures?.queuedWrites) },
    { name: "Version", tight: true, cell: (silo) => silo.version ?? "–" },
    { name: "Age", tight: true, cell: (silo) => age(state, silo.status === "dead" ? silo.statusAsOf : silo.asOf) },
    { name: "Actions", whole: true, tight: true, cell: (silo) => siloActions(now, silo, tools) },
  ];
  return panel(
    "Silos",
    { key: "silos", note: state.said ?? "rates and percentiles are over the last seconds" },
    silos.length === 0
      ? empty("No silo is known.", "This silo has not told of itself yet; that takes a second.")
      : table("Silos of all regions", columns, silos, (silo) => silo.address, (silo) => (silo.status === "dead" ? "gone" : isStale(state, silo.asOf) ? "stale" : null)),
  );
}

function statusOf(state, silo) {
  const { level, word, shape: kind } = siloHealth(silo);
  const notes = [silo.since ? `for ${duration(Math.round(ageOf(state, silo.since)))}` : null, silo.isMerging ? "merges" : null].filter(Boolean);
  return [chip(level, word, kind), notes.length > 0 ? h("span", { class: "cell-note" }, notes.join(", ")) : null];
}

const withBar = (share, text) => [h("span", null, text), share === null || share === undefined ? null : bar(share, shareLevel(share) === "ok" ? null : shareLevel(share))];

function siloActions(now, silo, tools) {
  const parts = [];
  if (silo.http && silo.status !== "dead" && !(silo.region === now.region && silo.name === now.silo)) {
    parts.push(h("a", { key: "console", href: new URL("console#/", silo.http).href }, "its console", h("span", { class: "hidden-text" }, ` (${silo.region}/${silo.name})`)));
  }

  if (now.abilities.actions && silo.region === now.region && silo.status !== "dead") {
    parts.push(h("button", { key: "drain", type: "button", class: "small dangerous", "aria-label": `Drain ${silo.name}`, onclick: () => tools.act({ action: "drain", title: `Drain ${silo.name}`, target: silo.address, name: silo.name }) }, "Drain"));
    parts.push(h("button", { key: "evict", type: "button", class: "small dangerous", "aria-label": `Evict ${silo.name}`, onclick: () => tools.act({ action: "evict", title: `Evict ${silo.name}`, target: silo.address, name: silo.name }) }, "Evict"));
  }

  return h("span", { class: "wrapping" }, parts);
}
