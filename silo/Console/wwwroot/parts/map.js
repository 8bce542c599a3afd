// The regions, their silos and the links between them. Each mark says how it is by its shape, too.

import { h } from "./dom.js";
import { count, duration, rate } from "./format.js";
import { linkHealth, linkName, presentSilos, regionHealth, siloHealth } from "./health.js";
import { isStale } from "./pieces.js";

const boxWidth = 232;
const headHeight = 52;
const rowHeight = 21;
const bottomPad = 10;
const mostSilos = 12;
const plateHeight = 22;
const apart = 11;
const narrow = 620;

/** Draws the map for a panel so many pixels wide. */
export function map(state, width) {
  const { overview } = state;
  const silos = presentSilos(overview);
  const boxes = overview.regions.map((region) => ({ region, silos: silos.filter((silo) => silo.region === region.name) }));
  for (const box of boxes) {
    box.rows = Math.min(box.silos.length, mostSilos) + (box.silos.length > mostSilos ? 1 : 0);
    box.width = boxWidth;
    box.height = headHeight + Math.max(1, box.rows) * rowHeight + bottomPad;
  }

  const isNarrow = width < narrow;
  const height = isNarrow ? stack(boxes, width) : around(boxes, width);
  const byName = new Map(boxes.map((box) => [box.region.name, box]));
  const links = overview.links.filter((link) => byName.has(link.from) && byName.has(link.to));
  return h(
    "svg",
    { class: "map", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": summary(overview, silos) },
    links.map((link) => (isNarrow ? lane(state, link, boxes, byName, width) : wire(state, link, byName))),
    boxes.map((box) => drawBox(state, box)),
    isNarrow ? null : links.map((link) => plate(state, link, byName)),
  );
}

function summary(overview, silos) {
  const regions = overview.regions.map((region) => `${region.name} is ${regionHealth(region).word}, ${silos.filter((silo) => silo.region === region.name && silo.status === "active").length} silos active`);
  const links = overview.links.filter((link) => link.status !== "inSync").map((link) => `${link.from} to ${link.to} is ${linkHealth(link).word}`);
  return `Map. ${regions.join("; ")}. ${links.length === 0 ? "All links are in sync" : links.join("; ")}.`;
}

// One in the middle, two beside each other, three in a triangle, more in a ring.
function around(boxes, width) {
  const pad = 14;
  const tall = Math.max(...boxes.map((box) => box.height));
  const middle = width / 2;
  const count = boxes.length;
  if (count === 1) {
    place(boxes[0], middle - boxWidth / 2, pad);
    return tall + 2 * pad;
  }

  if (count === 2) {
    place(boxes[0], Math.max(pad, middle - 380), pad);
    place(boxes[1], Math.min(width - pad, middle + 380) - boxWidth, pad);
    return tall + 2 * pad;
  }

  if (count === 3) {
    const gap = 98;
    const reach = Math.min(width / 2 - pad, 430);
    place(boxes[0], middle - reach, pad);
    place(boxes[1], middle + reach - boxWidth, pad);
    place(boxes[2], middle - boxWidth / 2, pad + Math.max(boxes[0].height, boxes[1].height) + gap);
    return boxes[2].y + boxes[2].height + pad;
  }

  const high = Math.max(420, (tall + 70) * Math.ceil(count / 2)) - tall;
  boxes.forEach((box, i) => {
    const angle = (i / count) * 2 * Math.PI - Math.PI / 2 - (count === 4 ? Math.PI / 4 : 0);
    const across = width / 2 - pad - boxWidth / 2;
    place(box, middle + Math.cos(angle) * across * (count === 4 ? 1.4 : 1) - boxWidth / 2, pad + high / 2 + (Math.sin(angle) * high * (count === 4 ? 0.7 : 0.5)));
    box.x = Math.min(Math.max(pad, box.x), width - pad - boxWidth);
    box.y = Math.max(pad, box.y);
  });
  return Math.max(...boxes.map((box) => box.y + box.height)) + pad;
}

// Below each other; links run beside and between them.
function stack(boxes, width) {
  const lanes = Math.max(0, boxes.length - 2) * 26;
  let y = 8;
  for (const box of boxes) {
    box.width = width - 16 - lanes;
    place(box, 8, y);
    y += box.height + 58;
  }

  return y - 50;
}

function place(box, x, y) {
  box.x = x;
  box.y = y;
}

function drawBox(state, { region, silos, x, y, width, height, rows }) {
  const health = regionHealth(region);
  const old = isStale(state, region.asOf);
  const figures = region.figures;
  const shown = silos.length > mostSilos ? silos.slice(0, mostSilos) : silos;
  return h(
    "a",
    { href: `#/grains?region=${encodeURIComponent(region.name)}`, key: `region-${region.name}`, class: `is-${health.level} ${old ? "stale" : ""}`, "data-region": region.name, "data-status": region.status },
    h("rect", { class: "region-box", x, y, width, height, rx: 10 }),
    mark(health.level, x + 12, y + 10, 16),
    h("text", { class: "region-name", x: x + 36, y: y + 23 }, region.name),
    h("text", { class: "soft", x: x + width - 12, y: y + 23, "text-anchor": "end" }, health.word),
    h("text", { class: "soft", x: x + 12, y: y + 42 }, figures ? `${rate(figures.callsPerSecond)} calls/s · p99 ${duration(figures.latency.p99)}` : (region.reason ?? "nothing heard of it yet").slice(0, 40)),
    shown.map((silo, i) => drawSilo(silo, x + 12, y + headHeight + i * rowHeight, width - 24)),
    silos.length > mostSilos ? h("text", { class: "soft", x: x + 34, y: y + headHeight + (rows - 1) * rowHeight + 14 }, `and ${silos.length - mostSilos} more, below`) : null,
    silos.length === 0 ? h("text", { class: "soft", x: x + 12, y: y + headHeight + 14 }, "no silo is known") : null,
  );
}

function drawSilo(silo, x, y, width) {
  const health = siloHealth(silo);
  const word = silo.status === "active" ? (silo.figures ? `${rate(silo.figures.callsPerSecond)}/s` : "") : health.word;
  return h(
    "g",
    { key: silo.address, class: `is-${health.level} ${silo.status === "dead" ? "gone" : ""}`, "data-silo": `${silo.region}/${silo.name}`, "data-status": silo.status },
    mark(health.level, x + 2, y + 3, 13, health.shape),
    h("text", { x: x + 24, y: y + 14 }, fit(silo.name, 18)),
    silo.isMerging ? h("text", { class: "soft", x: x + 24 + Math.min(18, silo.name.length) * 7 + 6, y: y + 14 }, h("title", null, "takes and merges what other regions wrote"), "merges") : null,
    h("text", { class: "soft", x: x + width, y: y + 14, "text-anchor": "end" }, word),
  );
}

const fit = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const mark = (level, x, y, size, kind = level) => h("use", { href: `#shape-${kind}`, class: `shape-on-map is-${level}`, x, y, width: size, height: size });

// The straight way between two boxes, moved to the right of who goes it, so that both directions are seen.
function way(from, to) {
  const a = centre(from);
  const b = centre(to);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const unit = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const side = { x: -unit.y * apart, y: unit.x * apart };
  const start = edge(from, { x: a.x + side.x, y: a.y + side.y }, unit);
  const end = edge(to, { x: b.x + side.x, y: b.y + side.y }, { x: -unit.x, y: -unit.y });
  return { start: { x: start.x + unit.x * 3, y: start.y + unit.y * 3 }, end: { x: end.x - unit.x * 5, y: end.y - unit.y * 5 }, unit };
}

const centre = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

// Where a ray from inside leaves the box.
function edge(box, from, unit) {
  const times = [];
  if (unit.x !== 0) {
    times.push(((unit.x > 0 ? box.x + box.width : box.x) - from.x) / unit.x);
  }

  if (unit.y !== 0) {
    times.push(((unit.y > 0 ? box.y + box.height : box.y) - from.y) / unit.y);
  }

  const t = Math.min(...times.filter((time) => time >= 0));
  return Number.isFinite(t) ? { x: from.x + unit.x * t, y: from.y + unit.y * t } : from;
}

function wire(state, link, byName) {
  const { start, end, unit } = way(byName.get(link.from), byName.get(link.to));
  const { level } = linkHealth(link);
  return h(
    "g",
    { key: `wire-${linkName(link)}`, class: `is-${level}` },
    h("path", { class: "wire", d: `M${fixed(start)}L${fixed({ x: end.x - unit.x * 6, y: end.y - unit.y * 6 })}` }),
    arrow(end, unit),
  );
}

function arrow(tip, unit) {
  const back = { x: tip.x - unit.x * 9, y: tip.y - unit.y * 9 };
  const side = { x: -unit.y * 4.5, y: unit.x * 4.5 };
  return h("path", { class: "arrow", d: `M${fixed(tip)}L${fixed({ x: back.x + side.x, y: back.y + side.y })}L${fixed({ x: back.x - side.x, y: back.y - side.y })}Z` });
}

const fixed = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

// What a link says of itself: how far behind it is, and what waits.
function plate(state, link, byName) {
  const { start, end, unit } = way(byName.get(link.from), byName.get(link.to));
  const { level, word } = linkHealth(link);
  const isFlat = Math.abs(unit.y) < 0.35;
  const text = linkText(link);
  const wide = text.length * 6.6 + 30;
  const x = start.x + (end.x - start.x) / 2 + (isFlat ? 0 : -unit.y * (wide / 2 + 15));
  const y = start.y + (end.y - start.y) / 2 + (isFlat ? unit.x * 15 : unit.y > 0 ? -13 : 13);
  return h(
    "a",
    {
      key: `plate-${linkName(link)}`,
      href: "#/links",
      class: `is-${level} ${isStale(state, link.asOf) ? "stale" : ""}`,
      "aria-label": `${link.from} to ${link.to}: ${word}, ${text}`,
      "data-link": `${link.from}>${link.to}`,
      "data-status": link.status,
    },
    h("rect", { class: "plate", x: (x - wide / 2).toFixed(1), y: (y - plateHeight / 2).toFixed(1), width: wide.toFixed(1), height: plateHeight, rx: 11 }),
    mark(level, (x - wide / 2 + 6).toFixed(1), (y - 6.5).toFixed(1), 13),
    h("text", { x: (x - wide / 2 + 24).toFixed(1), y: (y + 4.3).toFixed(1) }, text),
  );
}

const linkText = (link) => `${duration(link.watermarkAgeSeconds)}${link.backlogBatches > 0 ? ` · ${count(link.backlogBatches)}` : ""}`;

// On a narrow screen: between neighbours down and up, around the others on the right.
function lane(state, link, boxes, byName, width) {
  const from = byName.get(link.from);
  const to = byName.get(link.to);
  const { level, word } = linkHealth(link);
  const i = boxes.indexOf(from);
  const j = boxes.indexOf(to);
  const isDown = j > i;
  const props = {
    key: `lane-${linkName(link)}`,
    href: "#/links",
    class: `is-${level} ${isStale(state, link.asOf) ? "stale" : ""}`,
    "aria-label": `${link.from} to ${link.to}: ${word}, ${linkText(link)}`,
    "data-link": `${link.from}>${link.to}`,
    "data-status": link.status,
  };
  if (Math.abs(i - j) === 1) {
    const x = from.x + from.width * (isDown ? 0.14 : 0.58);
    const start = { x, y: isDown ? from.y + from.height + 3 : from.y - 3 };
    const end = { x, y: isDown ? to.y - 4 : to.y + to.height + 4 };
    const middle = (start.y + end.y) / 2;
    return h(
      "a",
      props,
      h("path", { class: "wire", d: `M${fixed(start)}L${fixed({ x, y: end.y + (isDown ? -6 : 6) })}` }),
      arrow(end, { x: 0, y: isDown ? 1 : -1 }),
      mark(level, x + 9, middle - 6.5, 13),
      h("text", { x: x + 26, y: middle + 4.5 }, linkText(link)),
    );
  }

  const right = from.x + from.width;
  const far = right + 12 + (Math.abs(i - j) - 2) * 26 + (isDown ? 0 : 13);
  const y1 = from.y + from.height / 2 + (isDown ? 8 : -8);
  const y2 = to.y + to.height / 2 + (isDown ? 8 : -8);
  return h(
    "a",
    props,
    h("path", { class: "wire", d: `M${right + 2} ${y1}H${Math.min(far, width - 3)}V${y2}H${right + 10}` }),
    arrow({ x: right + 3, y: y2 }, { x: -1, y: 0 }),
    mark(level, Math.min(far, width - 3) - 6.5, (y1 + y2) / 2 - 6.5 + (isDown ? 10 : -10), 13),
  );
}
