// What happened, newest first, and a picture of when.

import { get } from "../parts/api.js";
import { h } from "../parts/dom.js";
import { duration, moment } from "../parts/format.js";
import { severityLevel } from "../parts/health.js";
import { ageOf, choice, empty, message, page, panel, shape } from "../parts/pieces.js";

const titles = {
  joined: "Joined",
  draining: "Draining",
  left: "Left",
  died: "Died",
  evicted: "Evicted",
  suspected: "Suspected",
  recovered: "Recovered",
  failover: "Failover",
  cut: "Link cut",
  healed: "Link healed",
  caughtUp: "Caught up",
  repaired: "Repaired",
  deadLetter: "Dead letter",
  databaseDown: "Database down",
  databaseUp: "Database up",
  tookOver: "Took over",
  action: "Action",
};
const groups = {
  silos: ["Silos", new Set(["joined", "draining", "left", "died", "evicted", "suspected", "recovered", "failover", "tookOver"])],
  links: ["Links", new Set(["cut", "healed", "caughtUp", "repaired", "deadLetter"])],
  databases: ["Databases", new Set(["databaseDown", "databaseUp"])],
  actions: ["Actions", new Set(["action"])],
};
const spans = [
  [600, "10 minutes"],
  [3_600, "1 hour"],
  [86_400, "1 day"],
];
const laneHeight = 30;
const laneLabel = 84;

export const eventTitle = (event) => titles[event.kind] ?? event.kind;

export function eventList(state, events) {
  return h(
    "ol",
    { class: "events" },
    events.map((event) =>
      h(
        "li",
        { key: event.id, "data-event": event.kind },
        shape(severityLevel(event.severity)),
        h("span", { class: "what" }, h("b", null, eventTitle(event)), ` ${event.region}${event.subject ? ` · ${event.subject}` : ""}`, event.durationSeconds === null ? null : h("span", { class: "took" }, ` ${duration(event.durationSeconds)}`)),
        h("time", { datetime: event.at, title: event.at }, moment(event.at)),
        h("span", { class: "detail" }, event.text),
      ),
    ),
  );
}

/** Asks for all events when the page is opened; later ones come with the overviews. */
export async function load(state) {
  state.events = { all: null, error: null };
  try {
    const list = await get("events");
    state.events = { all: list.events, error: null };
  } catch (error) {
    state.events = { all: [], error: error.message };
  }
}

export function timeline(state, tools) {
  const all = merge(state.events?.all ?? [], state.overview.events);
  const filter = state.timeline;
  const events = all.filter((event) => (!filter.region || event.region === filter.region) && (!filter.group || groups[filter.group][1].has(event.kind)) && (!filter.isSerious || event.severity === "warning" || event.severity === "critical"));
  const regions = state.overview.regions.map((region) => region.name);
  return page(
    "timeline",
    "Timeline",
    "deaths, joins, drains, failovers, cuts and repairs of all regions, each with how long it took",
    state.events?.error ? message("warning", state.events.error, "What is shown is what came since this page was opened.") : null,
    h(
      "div",
      { class: "fields" },
      regions.length > 1 ? choice("Region", [["", "All regions"], ...regions.map((name) => [name, name])], filter.region, (region) => tools.setTimeline({ region })) : null,
      choice("Kind", [["", "Everything"], ...Object.entries(groups).map(([key, [name]]) => [key, name])], filter.group, (group) => tools.setTimeline({ group })),
      choice("Severity", [[false, "Any"], [true, "Warnings and worse"]], filter.isSerious, (isSerious) => tools.setTimeline({ isSerious })),
    ),
    panel("When", { key: "lanes", end: choice("Span", spans, filter.span, (span) => tools.setTimeline({ span })) }, lanesHolder(state, events, filter.region ? [filter.region] : regions, tools)),
    panel(
      "Events",
      { key: "list", note: "the latest 500 that a silo keeps" },
      events.length === 0
        ? empty(all.length === 0 ? "Nothing has happened since the silos started." : "Nothing of this kind has happened.", all.length === 0 ? "Silos that join, leave or die, links that are cut and databases that fail will be listed here." : "Choose other regions or kinds above.")
        : eventList(state, events),
    ),
  );
}

// Both are newest first.
function merge(known, latest) {
  const ids = new Set(latest.map((event) => event.id));
  return [...latest, ...known.filter((event) => !ids.has(event.id))].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function lanesHolder(state, events, regions, tools) {
  return h(
    "div",
    {
      class: "panel-body",
      mount: (element) => {
        const watch = new ResizeObserver(() => tools.setMapWidth(element.clientWidth));
        watch.observe(element);
        return () => watch.disconnect();
      },
    },
    state.mapWidth > 0 ? lanes(state, events, regions, state.mapWidth - 32) : null,
  );
}

// A lane for each region: a mark for what happened, a bar for how long it lasted.
function lanes(state, events, regions, width) {
  const { span } = state.timeline;
  const end = width - 10;
  const x = (secondsAgo) => laneLabel + (end - laneLabel) * (1 - Math.min(secondsAgo, span) / span);
  const height = regions.length * laneHeight + 24;
  const inside = events.filter((event) => ageOf(state, event.at) <= span);
  const ticks = width < 480 ? 2 : 5;
  return h(
    "svg",
    { class: "map", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${inside.length} events in the last ${spans.find(([seconds]) => seconds === span)[1]}; they are listed below.` },
    Array.from({ length: ticks + 1 }, (_, i) => {
      const secondsAgo = span - (span / ticks) * i;
      return h("g", { key: `tick-${i}` }, h("path", { d: `M${x(secondsAgo)} 0V${height - 20}`, stroke: "var(--line)" }), h("text", { class: "soft", x: x(secondsAgo), y: height - 4, "text-anchor": i === 0 ? "start" : i === ticks ? "end" : "middle" }, secondsAgo === 0 ? "now" : `−${duration(secondsAgo)}`));
    }),
    regions.map((name, lane) => h("g", { key: `lane-${name}` }, h("text", { x: 0, y: lane * laneHeight + 19 }, name), h("path", { d: `M${laneLabel} ${lane * laneHeight + 15}H${end}`, stroke: "var(--line)" }))),
    inside.toReversed().map((event) => {
      const lane = regions.indexOf(event.region);
      if (lane < 0) {
        return null;
      }

      const at = x(ageOf(state, event.at));
      const began = x(ageOf(state, event.at) + (event.durationSeconds ?? 0));
      const level = severityLevel(event.severity);
      const y = lane * laneHeight + 15;
      return h(
        "g",
        { key: event.id, class: `is-${level}` },
        at - began > 3 ? h("rect", { x: began, y: y - 3, width: at - began, height: 6, rx: 3, fill: "var(--state)", "fill-opacity": "0.35" }) : null,
        h("use", { href: `#shape-${level}`, class: "shape-on-map", x: at - 7, y: y - 7, width: 14, height: 14 }),
      );
    }),
  );
}

