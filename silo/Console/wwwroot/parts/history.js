// The last ten minutes of each region and link: asked for once, then carried on by the overviews.

import { get } from "./api.js";

const span = 600;

/** A table of columns that forgets what is older than ten minutes. */
class Columns {
  constructor(names) {
    this.at = [];
    this.columns = Object.fromEntries(names.map((name) => [name, []]));
  }

  fill(source, period) {
    this.at = [];
    for (const name in this.columns) {
      this.columns[name] = [];
    }

    // On one grid for all, so that lines of several regions have points at the same times.
    source.at.forEach((at, i) => {
      const values = {};
      for (const name in this.columns) {
        values[name] = source[name]?.[i];
      }

      this.add(Math.round(at / period) * period, values);
    });
  }

  add(at, values) {
    if (this.at.length > 0 && at <= this.at[this.at.length - 1]) {
      return;
    }

    this.at.push(at);
    for (const name in this.columns) {
      this.columns[name].push(values[name] ?? null);
    }

    let old = 0;
    while (this.at[old] < at - span) {
      old++;
    }

    if (old > 0) {
      this.at.splice(0, old);
      for (const name in this.columns) {
        this.columns[name].splice(0, old);
      }
    }
  }
}

const regionColumns = ["callsPerSecond", "errorsPerSecond", "writesPerSecond", "p50", "p99", "p999"];
const linkColumns = ["watermarkAgeSeconds", "backlogBatches", "lagP99"];

export class History {
  regions = new Map();
  links = new Map();
  #period = 2;
  #last = 0;

  /** Asks this silo for what was before the page was opened. */
  async load() {
    const history = await get("history");
    this.#period = history.periodSeconds;
    this.#last = 0;
    for (const region of history.regions) {
      this.#region(region.region).fill(region, this.#period);
    }

    for (const link of history.links) {
      this.#link(link).fill(link, this.#period);
    }
  }

  /** Takes an overview as the next point, when it is time for one. */
  add(overview) {
    const at = Math.floor(Date.parse(overview.asOf) / 1000 / this.#period) * this.#period;
    if (at <= this.#last) {
      return;
    }

    this.#last = at;
    for (const { name, figures, isReachable } of overview.regions) {
      const known = isReachable && figures;
      this.#region(name).add(at, known ? { ...figures, ...figures.latency } : {});
    }

    for (const link of overview.links) {
      this.#link(link).add(at, { ...link, lagP99: link.lag.p99 });
    }
  }

  #region(name) {
    return entry(this.regions, name, regionColumns);
  }

  #link(link) {
    return entry(this.links, `${link.from}>${link.to}`, linkColumns);
  }
}

function entry(map, key, names) {
  if (!map.has(key)) {
    map.set(key, new Columns(names));
  }

  return map.get(key);
}

/** Puts the columns of several series over one common axis of time; what a series does not have is null. */
export function align(series) {
  const times = [...new Set(series.flatMap((one) => one.at))].sort((a, b) => a - b);
  const index = new Map(times.map((time, i) => [time, i]));
  return {
    at: times,
    values: series.map((one) => {
      const values = new Array(times.length).fill(null);
      one.at.forEach((time, i) => {
        values[index.get(time)] = one.values[i];
      });
      return values;
    }),
  };
}
