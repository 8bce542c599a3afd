// What every page is made of.

import { h } from "./dom.js";
import { ago } from "./format.js";

/** After so many seconds a figure is shown as stale. Silos tell each other every second. */
export const staleAfter = 6;

/** The same for what is looked at now and then only: checks, and sizes of databases. */
export const slowlyStaleAfter = 60;

/** The mark of a level, by shape and colour. */
export const shape = (level, kind = level) =>
  h("svg", { class: `shape is-${level}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, h("use", { href: `#shape-${kind}` }));

export const glyph = (name) => h("svg", { class: "glyph", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("use", { href: `#glyph-${name}` }));

export const chip = (level, text, kind) => h("span", { class: `chip is-${level}` }, shape(level, kind), text);

/** How old something is, by the clock of the silo that answers. */
export const ageOf = (state, asOf) => (asOf ? Math.max(0, (state.now - Date.parse(asOf)) / 1000) : null);

export const isStale = (state, asOf) => {
  const age = ageOf(state, asOf);
  return age === null || age > staleAfter;
};

/** How old something is, for people; marked when it is older than usual. */
export function age(state, asOf, usual = staleAfter) {
  const seconds = ageOf(state, asOf);
  return h("span", { class: seconds === null || seconds > usual ? "age old" : "age", title: asOf ? `as of ${asOf}` : "nothing has been heard of it" }, ago(seconds));
}

export const panel = (title, options, ...content) =>
  h(
    "section",
    { class: "panel", key: options?.key, "aria-label": title },
    h("div", { class: "panel-head" }, h("h2", null, title), options?.note ? h("span", { class: "note" }, options.note) : null, options?.end ? h("span", { class: "spread" }, options.end) : null),
    ...content,
  );

export const page = (name, title, about, ...content) =>
  h("div", { class: "page", key: name }, h("div", { class: "page-head" }, h("h1", { id: "title", tabindex: "-1" }, title), about ? h("p", null, about) : null), ...content);

export const empty = (title, hint) => h("div", { class: "empty" }, h("strong", null, title), hint);

export const message = (level, ...lines) => h("div", { class: `message is-${level}`, role: level === "critical" ? "alert" : null }, shape(level), h("div", null, lines.map((line) => h("p", null, line))));

export const bar = (share, level) => h("span", { class: `bar ${level ? `is-${level}` : ""}`, "aria-hidden": "true" }, h("span", { vars: { share: String(Math.max(0, Math.min(1, share || 0)).toFixed(3)) } }));

/**
 * A table; on narrow screens its rows are cards.
 * @param {string} caption What it shows, for those who do not see the heading above it.
 * @param {{name: string, cell: (row) => any, number?: boolean, tight?: boolean, head?: boolean, shown?: boolean}[]} columns The first one with `head` names the row.
 * @param {any[]} rows What is in it.
 * @param {(row) => string} key Tells rows apart.
 * @param {(row) => string|null} rowClass A class of the row.
 */
export function table(caption, columns, rows, key, rowClass) {
  const shown = columns.filter((column) => column.shown !== false);
  const classOf = (column) => (column.number ? "number" : column.tight ? "tight" : null);
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    h(
      "table",
      { class: "cards" },
      h("caption", { class: "hidden-text" }, caption),
      h("thead", null, h("tr", null, shown.map((column) => h("th", { scope: "col", class: classOf(column) }, column.name)))),
      h(
        "tbody",
        null,
        rows.map((row) =>
          h(
            "tr",
            { key: key(row), class: rowClass?.(row) ?? null, "data-row": key(row) },
            shown.map((column) =>
              column.head ? h("th", { scope: "row", class: classOf(column) }, column.cell(row)) : h("td", { class: [classOf(column), column.whole ? "whole" : null].filter(Boolean).join(" ") || null, "data-name": column.name || null }, h("span", null, column.cell(row))),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A choice of one of several. */
export const choice = (label, options, chosen, onChoose) =>
  h(
    "div",
    { class: "filters", role: "group", "aria-label": label },
    options.map(([value, text]) => h("button", { type: "button", key: value, "aria-pressed": String(value === chosen), onclick: () => onChoose(value) }, text)),
  );

/** A small line of values; its text stands beside it. */
export function spark(values) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) {
    return null;
  }

  const most = Math.max(...known, 1e-9);
  const step = 96 / Math.max(1, values.length - 1);
  let path = "";
  let pen = "M";
  values.forEach((value, i) => {
    if (value === null) {
      pen = "M";
    } else {
      path += `${pen}${(i * step).toFixed(1)} ${(20.5 - (value / most) * 18).toFixed(1)}`;
      pen = "L";
    }
  });
  return h("svg", { class: "spark", viewBox: "0 0 96 22", preserveAspectRatio: "none", "aria-hidden": "true" }, h("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": "1.5", "vector-effect": "non-scaling-stroke" }));
}
