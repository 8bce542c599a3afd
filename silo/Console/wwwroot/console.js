// Starts the page: follows the overviews, and draws the view that the address names.

import { confirmAction } from "./parts/actions.js";
import { h, render } from "./parts/dom.js";
import { ago } from "./parts/format.js";
import { failingChecks, severityLevel, verdict, worst } from "./parts/health.js";
import { History } from "./parts/history.js";
import { ageOf, glyph, shape } from "./parts/pieces.js";
import { follow } from "./parts/stream.js";
import { capacity } from "./views/capacity.js";
import { conflicts, load as loadConflicts } from "./views/conflicts.js";
import { grains } from "./views/grains.js";
import { inspector, load as loadGrain } from "./views/inspector.js";
import { links } from "./views/links.js";
import { overview } from "./views/overview.js";
import { load as loadEvents, timeline } from "./views/timeline.js";

const views = {
  overview: { title: "Overview", draw: overview },
  timeline: { title: "Timeline", draw: timeline, load: loadEvents },
  links: { title: "Links", draw: links },
  conflicts: { title: "Conflicts", draw: conflicts, load: loadConflicts, every: 5_000 },
  grains: { title: "Grains", draw: grains },
  inspector: { title: "Inspector", draw: inspector, load: loadGrain, every: 2_000 },
  capacity: { title: "Capacity", draw: capacity },
};
const unheard = 3_000;

const state = {
  overview: null,
  receivedAt: 0,
  received: 0,
  now: 0,
  isConnected: false,
  history: new History(),
  view: "overview",
  query: new URLSearchParams(),
  mapWidth: 0,
  chartRegion: "",
  linksTo: "",
  timeline: { region: "", group: "", isSerious: false, span: 600 },
  events: null,
  lists: null,
  grain: null,
  said: null,
  openTables: new Set(),
};

const tools = {
  changed: draw,
  go: (view, query) => {
    const text = new URLSearchParams(query).toString();
    location.hash = `#/${view}${text ? `?${text}` : ""}`;
  },
  setMapWidth: (width) => change({ mapWidth: Math.round(width) }),
  setChartRegion: (chartRegion) => change({ chartRegion }),
  setLinksTo: (linksTo) => change({ linksTo }),
  setTimeline: (some) => change({ timeline: { ...state.timeline, ...some } }),
  act: (what) =>
    confirmAction({
      ...what,
      done: (text) => {
        change({ said: text });
        say(text);
        load();
      },
    }),
};

const place = document.getElementById("console");
const icon = document.getElementById("icon");
const said = document.getElementById("said");
let loading = null;
let loadTimer = 0;
let drawing = 0;
let spoken = "";
let isDrawn = false;

function change(some) {
  if (Object.keys(some).some((name) => state[name] !== some[name])) {
    Object.assign(state, some);
    draw();
  }
}

// At most once a frame; nothing while nobody looks, but the mark and the title.
function draw() {
  if (document.hidden) {
    announce();
  } else if (drawing === 0) {
    drawing = requestAnimationFrame(() => {
      drawing = 0;
      drawNow();
    });
  }
}

function drawNow() {
  if (!state.overview) {
    if (state.failedFor > unheard) {
      render(place, h("div", { class: "starting", role: "alert" }, h("h1", null, "This silo does not answer"), h("p", null, "The page asks again every few seconds. If the silo is gone for good, open the console of another one; every silo shows the whole system.")));
    }

    return;
  }

  state.now = Date.parse(state.overview.asOf) + (Date.now() - state.receivedAt);
  announce();
  render(place, frame());
  place.dataset.drawn = String(state.received); // how many overviews have been: whoever watches the page may wait for the next one
  if (!isDrawn) {
    isDrawn = true;
    performance.mark("console-useful");
  }
}

function announce() {
  const { level, text } = state.overview ? verdict(state.overview) : { level: "idle", text: "" };
  const isOld = !state.isConnected && Date.now() - state.receivedAt > unheard;
  const name = `icon-${isOld ? "idle" : level === "note" ? "ok" : level}.svg`;
  if (!icon.href.endsWith(name)) {
    icon.href = icon.href.replace(/icon-\w+\.svg$/, name);
  }

  const title = `${isOld ? "Not connected" : text} · ${views[state.view].title} · ActiveActive`;
  if (document.title !== title) {
    document.title = title;
  }

  if (text !== spoken) {
    spoken = text;
    say(text);
  }
}

function say(text) {
  said.textContent = text;
}

function frame() {
  const now = state.overview;
  const { level, text } = verdict(now);
  return h(
    "div",
    { class: "frame", "data-connected": String(state.isConnected) },
    h(
      "header",
      { class: "top", key: "top" },
      h("a", { class: "brand", href: "#/overview" }, h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("use", { href: "#glyph-brand" })), "ActiveActive"),
      h("p", { class: `verdict tinted is-${level}`, "data-verdict": level }, shape(level), h("span", null, text)),
      h(
        "div",
        { class: "top-end" },
        connection(now),
        h(
          "button",
          { type: "button", class: "plain", title: `Theme: ${window.consoleTheme.choice}`, "aria-label": `Theme: ${window.consoleTheme.choice}. Change it.`, onclick: () => (window.consoleTheme.next(), draw()) },
          h("svg", { class: "glyph", viewBox: "0 0 16 16", width: "18", height: "18", "aria-hidden": "true" }, h("use", { href: "#glyph-theme" })),
        ),
      ),
    ),
    h("nav", { class: "side", key: "side", "aria-label": "Views" }, h("ul", null, Object.entries(views).map(([name, view]) => h("li", { key: name }, h("a", { href: `#/${name}`, "aria-current": name === state.view ? "page" : null }, glyph(name), view.title, badge(name, now)))))),
    h("main", { class: "main", id: "content", key: "main", tabindex: "-1" }, views[state.view].draw(state, tools)),
  );
}

function connection(now) {
  const heard = (Date.now() - state.receivedAt) / 1000;
  return state.isConnected && heard < unheard / 1000
    ? h("span", { class: "link-state", key: "state" }, shape("ok", "note"), h("span", null, `live from ${now.region}/${now.silo}`))
    : h("span", { class: "link-state", key: "state", role: "status" }, shape("warning"), h("span", null, `connecting again; last heard ${ago(heard)}`));
}

// What waits for somebody's eyes in a view.
function badge(name, now) {
  const counts = {
    links: () => [now.links.filter((link) => link.status === "cut" || link.status === "catchingUp").length, now.links.some((link) => link.status === "cut") ? "critical" : "warning"],
    conflicts: () => [now.regions.reduce((sum, region) => sum + (region.deadLetters ?? 0), 0), "warning"],
    capacity: () => [failingChecks(now).length, now.findings.some((finding) => finding.isFailing && finding.severity === "critical") ? "critical" : "warning"],
    timeline: () => {
      const some = now.events.filter((event) => ageOf(state, event.at) < 600 && (event.severity === "warning" || event.severity === "critical"));
      return [some.length, worst(some.map((event) => severityLevel(event.severity)))];
    },
  };
  const [number, level] = counts[name]?.() ?? [0, "idle"];
  return number > 0 ? h("span", { class: `badge is-${level}` }, String(number)) : null;
}

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const known = Object.hasOwn(views, path) ? path : "overview";
  const isOther = known !== state.view;
  state.view = known;
  state.query = new URLSearchParams(query ?? "");
  if (isOther) {
    state.said = null;
  }

  load();
  drawNow();
  if (isOther && state.overview) {
    scrollTo(0, 0);
    document.getElementById("title")?.focus({ preventScroll: true });
  }
}

// What the view needs beside the overview; again and again where it changes.
async function load() {
  loading?.abort();
  clearTimeout(loadTimer);
  const view = views[state.view];
  if (!view.load || !state.overview) {
    return;
  }

  const mine = (loading = new AbortController());
  if (!document.hidden) {
    await view.load(state, mine.signal);
  }

  if (!mine.signal.aborted) {
    draw();
    if (view.every) {
      loadTimer = setTimeout(load, view.every);
    }
  }
}

function take(now) {
  const isFirst = state.overview === null;
  state.overview = now;
  state.receivedAt = Date.now();
  state.received++;
  state.history.add(now);
  if (isFirst) {
    load();
  }

  draw();
}

function setConnected(isConnected) {
  state.isConnected = isConnected;
  if (isConnected) {
    state.history.load().then(draw, () => {
      // The charts begin at this moment, then.
    });
  }

  draw();
}

addEventListener("hashchange", route);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("content")?.focus();
});
addEventListener("themechange", draw);
document.addEventListener("visibilitychange", () => {
  load();
  draw();
});
const began = Date.now();
setInterval(() => {
  state.failedFor = Date.now() - began;
  draw();
}, 1_000);
route();

const others = (document.querySelector('meta[name="consoles"]')?.content ?? "").split(" ").filter((address) => address && new URL(address).origin !== window.consoleRoot.origin);
follow(take, setConnected, others);
