// How things are: a level, which has a colour and a shape, and a word.

import { count, duration, percent, plural } from "./format.js";

/** From well to worst. */
const order = ["ok", "note", "idle", "warning", "critical"];

export const worst = (levels) => levels.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), "ok");

const regions = {
  serving: ["ok", "serving"],
  impaired: ["warning", "impaired"],
  databaseDown: ["critical", "database down"],
  down: ["critical", "down"],
  unknown: ["idle", "unknown"],
};

const silos = {
  joining: ["note", "joining", "note"],
  active: ["ok", "active", "ok"],
  suspect: ["warning", "suspect", "warning"],
  draining: ["note", "draining", "leaving"],
  dead: ["critical", "dead", "critical"],
};

const links = {
  inSync: ["ok", "in sync"],
  catchingUp: ["warning", "catching up"],
  cut: ["critical", "cut"],
  unknown: ["idle", "unknown"],
};

const severities = { info: "note", good: "ok", warning: "warning", critical: "critical" };

export function regionHealth(region) {
  const [level, word] = regions[region.status] ?? ["idle", region.status];
  return !region.isReachable && level !== "critical" ? { level: region.status === "unknown" ? "idle" : "warning", word: region.status === "unknown" ? "unknown" : `${word}, not reached` } : { level, word };
}

export function siloHealth(silo) {
  const [level, word, shape] = silos[silo.status] ?? ["idle", silo.status, "idle"];
  return { level, word, shape };
}

export function linkHealth(link) {
  const [level, word] = links[link.status] ?? ["idle", link.status];
  return { level, word };
}

export const severityLevel = (severity) => severities[severity] ?? "note";

export const findingLevel = (finding) => (finding.isFailing ? (finding.severity === "critical" ? "critical" : "warning") : "ok");

/** The checks that fail: of a region that says the same at several silos, once. */
export function failingChecks(overview) {
  const seen = new Set();
  return overview.findings.filter((finding) => {
    const key = `${finding.region}/${finding.name}`;
    return finding.isFailing && !seen.has(key) && seen.add(key);
  });
}

/** A dead silo of which one with the same name runs again is history. */
export function presentSilos(overview) {
  const alive = new Set(overview.silos.filter((silo) => silo.status !== "dead").map((silo) => `${silo.region}/${silo.name}`));
  const newest = new Map();
  for (const silo of overview.silos) {
    const key = `${silo.region}/${silo.name}`;
    if (silo.status !== "dead" || !alive.has(key)) {
      const known = newest.get(key);
      if (!known || silo.status !== "dead" || (silo.since ?? "") > (known.since ?? "")) {
        newest.set(key, silo);
      }
    }
  }

  return [...newest.values()];
}

/** The one sentence at the top: whether every region serves, and what else is worst. */
export function verdict(overview) {
  const healths = overview.regions.map((region) => ({ region, ...regionHealth(region) }));
  const down = healths.filter((one) => one.level === "critical");
  if (down.length > 0) {
    return { level: "critical", text: down.map((one) => `${one.region.name}: ${one.word}`).join(", ") };
  }

  const cut = overview.links.filter((link) => link.status === "cut");
  if (cut.length > 0) {
    const away = overview.regions.filter((region) => !region.isReachable).map((region) => region.name);
    return { level: "critical", text: `${away.length > 0 ? `${away.join(", ")} ${away.length === 1 ? "is" : "are"} not reached` : serving(healths)}; ${plural(cut.length, "link")} cut: ${names(cut)}` };
  }

  const failing = overview.findings.filter((finding) => findingLevel(finding) === "critical");
  if (failing.length > 0) {
    return { level: "critical", text: `${serving(healths)}; ${failing[0].region}: ${failing[0].name} fails` };
  }

  const impaired = healths.filter((one) => one.level === "warning");
  if (impaired.length > 0) {
    return { level: "warning", text: impaired.map((one) => `${one.region.name}: ${one.word}`).join(", ") };
  }

  const late = overview.links.filter((link) => link.status === "catchingUp");
  if (late.length > 0) {
    return { level: "warning", text: `${serving(healths)}; ${names(late)} ${late.length === 1 ? "catches" : "catch"} up` };
  }

  const unknown = healths.filter((one) => one.level === "idle");
  if (unknown.length > 0) {
    return { level: "idle", text: `Nothing is known of ${unknown.map((one) => one.region.name).join(", ")}` };
  }

  const warnings = failingChecks(overview).length;
  return warnings > 0 ? { level: "warning", text: `${serving(healths)}; ${plural(warnings, "check")} ${warnings === 1 ? "warns" : "warn"}` } : { level: "ok", text: serving(healths) };
}

function serving(healths) {
  const well = healths.filter((one) => one.region.status === "serving" || one.region.status === "impaired").length;
  return healths.length === 1 ? "The region serves" : well === healths.length ? `All ${healths.length} regions serve` : `${well} of ${healths.length} regions serve`;
}

export const linkName = (link) => `${link.from} → ${link.to}`;

const names = (some) => some.slice(0, 3).map(linkName).join(", ") + (some.length > 3 ? ` and ${count(some.length - 3)} more` : "");

/** What is used most, among all that can run out: its share of what there is, and a name for it. */
export function fullest(overview) {
  const uses = [];
  for (const region of overview.regions) {
    const database = region.database;
    if (database?.connections && database.maxConnections) {
      uses.push({ share: database.connections / database.maxConnections, text: `database connections of ${region.name}` });
    }
  }

  for (const silo of overview.silos) {
    if (silo.figures && silo.status !== "dead") {
      uses.push({ share: silo.figures.cpu, text: `processors of ${silo.region}/${silo.name}` });
      if (silo.figures.memoryLimitBytes > 0) {
        uses.push({ share: silo.figures.memoryBytes / silo.figures.memoryLimitBytes, text: `memory of ${silo.region}/${silo.name}` });
      }
    }
  }

  return uses.sort((a, b) => b.share - a.share)[0] ?? null;
}

export const shareLevel = (share) => (share >= 0.9 ? "critical" : share >= 0.75 ? "warning" : "ok");

export const describeUse = (use) => `${percent(use.share)} of the ${use.text}`;

export const describeWait = (link) =>
  link.backlogBatches > 0 ? `${plural(link.backlogBatches, "batch", "batches")} waiting${link.catchUpSeconds === null ? "" : `, done in ${duration(link.catchUpSeconds)}`}` : "nothing waits";
