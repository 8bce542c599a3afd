// How the changes of each region come to each other one.

import { chart } from "../parts/chart.js";
import { h } from "../parts/dom.js";
import { bytes, count, duration, plural, rate } from "../parts/format.js";
import { linkHealth, linkName } from "../parts/health.js";
import { align } from "../parts/history.js";
import { age, chip, choice, empty, isStale, page, panel, spark, table } from "../parts/pieces.js";

const mostLines = 6;

export function links(state, tools) {
  const all = state.overview.links;
  if (all.length === 0) {
    return page("links", "Links", null, panel("Links", null, empty("This region has no others.", "Name them in ActiveActive:Replication:Peers of all silos, and restart these one after the other. The links then show here.")));
  }

  const regions = state.overview.regions.map((region) => region.name);
  const shown = state.linksTo ? all.filter((link) => link.to === state.linksTo) : all;
  return page(
    "links",
    "Links",
    `${plural(all.length, "link")}: each takes what one region wrote to another`,
    regions.length > 2 ? choice("Receiving region", [["", "All"], ...regions.map((name) => [name, `to ${name}`])], state.linksTo, tools.setLinksTo) : null,
    panel(
      "Now",
      { key: "now", note: "watermark age: how old the newest thing is that has been applied; it grows when nothing comes through" },
      table(
        "Links between regions",
        [
          { name: "Link", head: true, tight: true, cell: (link) => linkName(link) },
          { name: "Status", whole: true, tight: true, cell: (link) => statusOf(link) },
          { name: "Watermark age", number: true, cell: (link) => h("b", { "data-figure": "watermark" }, duration(link.watermarkAgeSeconds)) },
          { name: "Last 10 minutes", cell: (link) => spark((state.history.links.get(`${link.from}>${link.to}`)?.columns.watermarkAgeSeconds ?? []).filter((_, i, list) => i >= list.length - 300)) ?? "–" },
          { name: "Waiting", number: true, cell: (link) => [h("span", { "data-figure": "backlog" }, link.backlogBatches === null ? "–" : plural(link.backlogBatches, "batch", "batches")), h("span", { class: "cell-note" }, link.backlogBytes === null ? "" : bytes(link.backlogBytes))] },
          { name: "Caught up in", number: true, cell: (link) => catchUp(link) },
          { name: "Applied/s", number: true, cell: (link) => rate(link.appliedPerSecond) },
          { name: "Lag p50", number: true, cell: (link) => duration(link.lag.p50) },
          { name: "Lag p99", number: true, cell: (link) => duration(link.lag.p99) },
          { name: "Put aside", number: true, cell: (link) => (link.deadLetters > 0 ? h("a", { href: `#/conflicts?region=${encodeURIComponent(link.to)}` }, count(link.deadLetters)) : count(link.deadLetters)) },
          { name: "Taken by", tight: true, cell: (link) => link.pulledBy ?? "–" },
          { name: "Age", tight: true, cell: (link) => age(state, link.asOf) },
        ],
        shown,
        (link) => `${link.from}>${link.to}`,
        (link) => (isStale(state, link.asOf) ? "stale" : null),
      ),
    ),
    h("div", { class: "halves" }, lines(state, tools, shown, "watermarkAgeSeconds", "Watermark age", "how far behind each link is", duration), lines(state, tools, shown, "backlogBatches", "Backlog", "batches that wait", count)),
    lines(state, tools, shown, "lagP99", "Lag, 99th percentile", "from commit there to being applied here", duration),
  );
}

function statusOf(link) {
  const { level, word } = linkHealth(link);
  return [chip(level, word), link.isUp === false && link.status !== "cut" ? h("span", { class: "cell-note" }, "not reached now") : null];
}

function catchUp(link) {
  if (link.catchUpSeconds !== null) {
    return link.catchUpSeconds === 0 ? "now" : duration(link.catchUpSeconds);
  }

  return link.backlogBatches > 0 ? h("span", null, "it grows") : "–";
}

// Of many links, those that are worst at present.
function lines(state, tools, some, column, title, note, format) {
  const of = (link) => state.history.links.get(`${link.from}>${link.to}`);
  const last = (link) => of(link)?.columns[column].findLast((value) => value !== null) ?? -1;
  const drawn = some.length <= mostLines ? some : [...some].sort((a, b) => last(b) - last(a)).slice(0, mostLines);
  const { at, values } = align(drawn.map((link) => ({ at: of(link)?.at ?? [], values: of(link)?.columns[column] ?? [] })));
  return chart({
    name: column,
    title,
    note: drawn.length < some.length ? `${note}; the ${mostLines} furthest behind` : note,
    at,
    series: drawn.map((link, i) => ({ name: linkName(link), values: values[i] })),
    format,
    open: state.openTables,
    changed: tools.changed,
  });
}
