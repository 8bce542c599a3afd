// Lines over time, drawn by uPlot; with their present values as text, and as a table for whoever wants one.

import { h } from "./dom.js";
import { clock } from "./format.js";

const assets = new URL(".", document.currentScript.src);
const height = 170;
const tableRows = 20;
const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3], [1, 4], [12, 4]];

/** The look of the n-th series: lines differ by dashes, too, not by colour alone. */
const colour = (n) => getComputedStyle(document.documentElement).getPropertyValue(`--series-${(n % 6) + 1}`).trim();

/**
 * A chart.
 * @param {string} name Tells charts of a page apart.
 * @param {string} title What it shows.
 * @param {string} note What to know about it.
 * @param {number[]} at Seconds since 1970, ascending.
 * @param {{name: string, values: (number|null)[]}[]} series The lines.
 * @param {(value: number) => string} format Writes a value.
 * @param {Set<string>} open Charts whose table is open; kept by the page.
 */
export function chart({ name, title, note, at, series, format, open, changed }) {
  const latest = series.map((one) => one.values.findLast((value) => value !== null) ?? null);
  const isOpen = open.has(name);
  return h(
    "figure",
    { class: "panel chart", key: name },
    h(
      "figcaption",
      null,
      h("h2", null, title),
      note ? h("span", { class: "note" }, note) : null,
      h("div", { class: "keys" }, series.map((one, n) => h("span", { key: one.name }, key(n), one.name, " ", h("b", null, format(latest[n]))))),
    ),
    at.length < 2
      ? h("p", { class: "empty" }, "The first points come within seconds.")
      : h("div", {
          class: "plot",
          key: `plot-${series.map((one) => one.name).join("|")}`,
          role: "img",
          "aria-label": describe(title, series, format),
          mount: (element) => plot(element, { at, series, format }),
          update: (element) => element.redraw?.({ at, series, format }),
        }),
    h(
      "details",
      {
        open: isOpen,
        ontoggle: (event) => {
          if (event.target.open !== open.has(name)) {
            open[event.target.open ? "add" : "delete"](name);
            changed();
          }
        },
      },
      h("summary", null, "As a table"),
      isOpen ? asTable(title, at, series, format) : null,
    ),
  );
}

function describe(title, series, format) {
  const parts = series.map((one) => {
    const known = one.values.filter((value) => value !== null);
    return known.length === 0 ? `${one.name}: nothing known` : `${one.name}: now ${format(known[known.length - 1])}, least ${format(Math.min(...known))}, most ${format(Math.max(...known))}`;
  });
  return `${title}, last ten minutes. ${parts.join(". ")}.`;
}

function key(n) {
  return h(
    "svg",
    { class: "dash", viewBox: "0 0 18 6", "aria-hidden": "true" },
    h("line", { x1: "0", y1: "3", x2: "18", y2: "3", stroke: `var(--series-${(n % 6) + 1})`, "stroke-width": "2.4", "stroke-dasharray": dashes[n % 6].join(" ") || null }),
  );
}

function asTable(title, at, series, format) {
  const step = Math.max(1, Math.floor(at.length / tableRows));
  const rows = [];
  for (let i = at.length - 1; i >= 0 && rows.length < tableRows; i -= step) {
    rows.push(i);
  }

  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": `${title} as a table` },
    h(
      "table",
      null,
      h("caption", { class: "hidden-text" }, title),
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Time"), series.map((one) => h("th", { scope: "col", class: "number" }, one.name)))),
      h("tbody", null, rows.map((i) => h("tr", { key: at[i] }, h("th", { scope: "row" }, clock(at[i] * 1000)), series.map((one) => h("td", { class: "number" }, format(one.values[i])))))),
    ),
  );
}

let library = null;

// Comes when the first chart is in the page: what is seen first does not wait for it.
function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("vendor/uplot/uPlot.min.css", assets) });
    const script = Object.assign(document.createElement("script"), { src: new URL("vendor/uplot/uPlot.iife.min.js", assets), onload: resolve, onerror: reject });
    document.head.append(style, script);
  }).catch((error) => {
    library = null; // the next point tries again
    throw error;
  });
  return library;
}

// Makes the drawing, and makes it anew when the theme changes; answers what takes it away.
function plot(element, first) {
  let shown = first;
  let mark = markOf(first);
  let drawing = null;
  let isGone = false;
  const draw = async () => {
    try {
      await loadLibrary();
    } catch {
      return;
    }

    if (!isGone) {
      drawing?.destroy();
      drawing = new uPlot(options(element.clientWidth, shown), data(shown), element);
    }
  };

  draw();
  element.redraw = (now) => {
    if (markOf(now) !== mark) {
      shown = now;
      mark = markOf(now);
      if (drawing) {
        drawing.setData(data(now));
      } else {
        draw();
      }
    }
  };
  const resized = new ResizeObserver(() => {
    if (drawing && drawing.width !== inner(element.clientWidth)) {
      drawing.setSize({ width: inner(element.clientWidth), height: height - 8 });
    }
  });
  resized.observe(element);
  addEventListener("themechange", draw);
  return () => {
    resized.disconnect();
    removeEventListener("themechange", draw);
    isGone = true;
    drawing?.destroy();
  };
}

const markOf = ({ at }) => `${at.length} ${at[0]} ${at[at.length - 1]}`;

const inner = (width) => Math.max(120, width - 16);

const data = ({ at, series }) => [at, ...series.map((one) => one.values)];

function options(width, { series, format }) {
  const styles = getComputedStyle(document.documentElement);
  const soft = styles.getPropertyValue("--text-soft").trim();
  const line = styles.getPropertyValue("--line").trim();
  const axis = { stroke: soft, font: "11px system-ui, sans-serif", grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 } };
  return {
    width: inner(width),
    height: height - 8,
    pxAlign: 0,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false }, sync: { key: "console" } },
    scales: { x: { time: true }, y: { range: (_, least, most) => [0, most > 0 ? most * 1.15 : 1] } },
    axes: [
      { ...axis, values: (_, splits) => splits.map((at) => clock(at * 1000).slice(0, 5)), space: 50, size: 26, incrs: [60, 120, 300] },
      { ...axis, values: (_, splits) => splits.map((value) => format(value)), size: 74, space: 30 },
    ],
    series: [{}, ...series.map((_, n) => ({ stroke: colour(n), width: 1.7, dash: dashes[n % 6], points: { show: false }, spanGaps: false }))],
    hooks: { setCursor: [(drawing) => pointAt(drawing, series, format)] },
  };
}

// What the pointer is at, as the browser's own tip.
function pointAt(drawing, series, format) {
  const i = drawing.cursor.idx;
  drawing.root.title = i === null || i === undefined ? "" : [clock(drawing.data[0][i] * 1000), ...series.map((one, n) => `${one.name}: ${format(drawing.data[n + 1][i])}`)].join("\n");
}
