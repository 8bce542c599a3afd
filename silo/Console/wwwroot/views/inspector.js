// One grain in all regions, beside each other, with what differs marked.

import { get } from "../parts/api.js";
import { h } from "../parts/dom.js";
import { bytes, count, moment } from "../parts/format.js";
import { age, chip, empty, message, page, panel, shape } from "../parts/pieces.js";

const statuses = {
  held: ["ok", "held"],
  absent: ["idle", "no state here"],
  notHeldHere: ["note", "may not hold it"],
  unreachable: ["critical", "not reached"],
};
const shownRequests = 8;

/** Asks for the grain that the address names. */
export async function load(state, signal) {
  const type = state.query.get("type");
  const key = state.query.get("key");
  if (!type || !key) {
    state.grain = null;
    return;
  }

  try {
    const view = await get(`grains/${encodeURIComponent(type)}/${encodeURIComponent(key)}`, signal);
    state.grain = { type, key, view, error: null };
  } catch (error) {
    if (!signal.aborted) {
      state.grain = { type, key, view: state.grain?.type === type && state.grain.key === key ? state.grain.view : null, error: error.message };
    }
  }
}

export function inspector(state, tools) {
  const type = state.query.get("type") ?? "";
  const key = state.query.get("key") ?? "";
  const known = [...new Set(state.overview.silos.flatMap((silo) => silo.figures?.grains.map((of) => of.grain) ?? []))].sort();
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    tools.go("inspector", { type: form.get("type").trim(), key: form.get("key").trim() });
  };
  return page(
    "inspector",
    "Inspector",
    "the state of one grain as each region has stored it",
    h(
      "section",
      { class: "panel", key: "form", "aria-label": "Which grain" },
      h(
        "form",
        { class: "fields panel-body all-round", onsubmit: submit, "data-form": "grain" },
        h("label", null, "Grain type", h("input", { key: `type-${type}`, name: "type", list: "grain-types", required: true, autocomplete: "off", spellcheck: "false", mount: (element) => void (element.value = type) })),
        h("datalist", { id: "grain-types" }, known.map((name) => h("option", { key: name, value: name }))),
        h("label", { class: "grow" }, "Key", h("input", { key: `key-${key}`, name: "key", required: true, autocomplete: "off", spellcheck: "false", mount: (element) => void (element.value = key) })),
        h("button", { type: "submit", class: "main-action" }, "Show"),
      ),
    ),
    found(state, type, key, known),
  );
}

function found(state, type, key, known) {
  if (!type || !key) {
    return panel("Nothing chosen", { key: "none" }, empty("Name a grain's type and key.", known.length > 0 ? `In memory now: ${known.join(", ")}.` : "Types are the names by [GrainType], such as cart."));
  }

  const grain = state.grain?.type === type && state.grain.key === key ? state.grain : null;
  if (!grain) {
    return panel(`${type}/${key}`, { key: "asking" }, empty("Asking all regions.", ""));
  }

  return [
    grain.error ? message("critical", grain.error, "It is asked again every two seconds.") : null,
    grain.view ? sides(state, grain.view) : null,
  ];
}

function sides(state, view) {
  const differing = differences(view);
  const [level, text] = view.isSame === true ? ["ok", "All regions show the same"] : view.isSame === false ? ["warning", "Regions differ"] : ["idle", "Not enough regions to compare"];
  return [
    h(
      "div",
      { key: "same", class: `message is-${level}`, "data-same": String(view.isSame), role: "status" },
      shape(level),
      h("div", null, h("p", null, h("b", null, text), view.jurisdiction ? ` · jurisdiction ${view.jurisdiction}` : "", " · ", age(state, view.asOf)), view.isSame === false ? h("p", null, "What differs is marked. Changes on their way make regions differ for a moment; what stays needs aactl regions verify.") : null),
    ),
    h("div", { key: "sides", class: "sides" }, view.regions.map((region) => side(state, region, view, differing))),
  ];
}

function side(state, region, view, differing) {
  const [level, word] = statuses[region.status] ?? ["idle", region.status];
  return h(
    "section",
    { class: "panel", key: region.region, "aria-label": `In ${region.region}`, "data-side": region.region },
    h("div", { class: "panel-head" }, h("h2", null, region.region, region.isThis ? " (this one)" : ""), chip(level, word), h("span", { class: "spread" }, age(state, region.asOf))),
    h(
      "div",
      { class: "panel-body" },
      region.reason ? h("p", { class: "note" }, region.reason) : null,
      region.status === "held" || region.status === "absent" ? h("dl", { class: "facts" }, h("dt", null, "active on"), h("dd", null, region.silo ?? "no silo")) : null,
    ),
    region.states.map((one) => stateOf(one, differing.get(`${region.region}/${one.name}`), state.overview.abilities.showState)),
    region.status === "held" ? requests(region) : null,
  );
}

function stateOf(one, lines, showState) {
  return h(
    "div",
    { class: "panel-body", key: `state-${one.name}` },
    h("h3", null, "State ", h("code", null, one.name)),
    h(
      "dl",
      { class: "facts" },
      h("dt", null, "row version"),
      h("dd", null, count(one.version)),
      h("dt", null, "type version"),
      h("dd", null, String(one.typeVersion)),
      h("dt", null, "size"),
      h("dd", null, bytes(one.bytes)),
      h("dt", null, "print"),
      h("dd", { class: "mono" }, one.print),
      h("dt", null, "kind"),
      h("dd", null, one.isReplicated ? "replicated" : "of this region", one.isHeld ? [" ", chip("warning", "changes put aside")] : null),
    ),
    lines
      ? h("pre", { tabindex: "0", "aria-label": `Value of ${one.name}` }, lines.map(({ text, differs }, i) => h("span", { key: `${i}`, class: differs ? "line-differs" : "line-same" }, differs ? h("span", { class: "hidden-text" }, "differs: ") : null, text)))
      : h("p", { class: "note" }, showState ? "It has no value to show." : "Values are hidden. Set ActiveActive:Console:ShowState to show them; the print is the same where the value is."),
    one.isCut ? h("p", { class: "note" }, "Only its beginning is shown.") : null,
  );
}

function requests(region) {
  return h(
    "div",
    { class: "panel-body", key: "requests" },
    h("h3", null, "Latest requests"),
    region.requests.length === 0
      ? h("p", { class: "note" }, "None are remembered.")
      : h(
          "ol",
          null,
          region.requests.slice(0, shownRequests).map((request) =>
            h("li", { key: `${request.id}/${request.state}`, class: "note wrap-anywhere" }, moment(request.at), " ", h("code", null, request.id), request.state ? ` ${request.state}` : "", request.reply === null ? null : [" → ", h("code", null, request.reply.length > 60 ? `${request.reply.slice(0, 59)}…` : request.reply)]),
          ),
        ),
  );
}

// The lines of each region's value, those marked that another region does not have so.
function differences(view) {
  const result = new Map();
  const held = view.regions.filter((region) => region.status === "held" || region.status === "absent");
  const names = new Set(held.flatMap((region) => region.states.filter((one) => one.isReplicated).map((one) => one.name)));
  const lines = new Map();
  for (const region of view.regions) {
    for (const one of region.states) {
      const text = one.shown ?? one.value;
      if (text !== null && text !== undefined) {
        lines.set(`${region.region}/${one.name}`, linesOf(text));
      }
    }
  }

  for (const [id, own] of lines) {
    const name = id.slice(id.indexOf("/") + 1);
    const others = names.has(name) ? held.map((region) => lines.get(`${region.region}/${name}`) ?? []).filter((other) => other !== own) : [];
    const has = others.map((other) => new Set(other.map(({ path, text }) => `${path}\n${text}`)));
    result.set(
      id,
      own.map(({ path, text, isFrame }) => ({ text, differs: !isFrame && has.some((other) => !other.has(`${path}\n${text}`)) })),
    );
  }

  return result;
}

function linesOf(json) {
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    return json.split("\n").map((text, i) => ({ path: String(i), text, isFrame: false }));
  }

  const lines = [];
  write(value, "", "", "", lines);
  return lines;
}

// A member of a list is known by its value, or by what names it, not by its place.
function write(value, path, label, indent, lines) {
  if (value === null || typeof value !== "object") {
    lines.push({ path, text: `${indent}${label}${JSON.stringify(value)}`, isFrame: false });
    return;
  }

  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => [nameOf(item), item, ""]) : Object.entries(value).map(([name, item]) => [name, item, `${name}: `]);
  if (entries.length === 0) {
    lines.push({ path, text: `${indent}${label}${isList ? "[]" : "{}"}`, isFrame: false });
    return;
  }

  lines.push({ path, text: `${indent}${label}${isList ? "[" : "{"}`, isFrame: true });
  for (const [name, item, shown] of entries) {
    write(item, `${path}/${name}`, shown, `${indent}  `, lines);
  }

  lines.push({ path, text: `${indent}${isList ? "]" : "}"}`, isFrame: true });
}

function nameOf(item) {
  if (item === null || typeof item !== "object") {
    return JSON.stringify(item);
  }

  const name = item.item ?? item.name ?? item.key ?? item.id;
  return typeof name === "string" || typeof name === "number" ? String(name) : "*";
}
