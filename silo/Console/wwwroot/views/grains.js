// Where activations live, and how evenly.

import { h } from "../parts/dom.js";
import { count, percent, plural, rate } from "../parts/format.js";
import { presentSilos } from "../parts/health.js";
import { age, bar, choice, empty, isStale, page, panel, table } from "../parts/pieces.js";

export function grains(state, tools) {
  const { overview } = state;
  const names = overview.regions.map((region) => region.name);
  const chosen = names.includes(state.query.get("region")) ? state.query.get("region") : "";
  const silos = presentSilos(overview).filter((silo) => silo.figures && silo.status !== "dead" && (!chosen || silo.region === chosen));
  const total = silos.reduce((sum, silo) => sum + silo.figures.activations, 0);
  const calls = silos.reduce((sum, silo) => sum + silo.figures.callsPerSecond, 0);
  const most = Math.max(1, ...silos.map((silo) => silo.figures.activations));
  return page(
    "grains",
    "Grains",
    `${plural(total, "activation")} on ${plural(silos.length, "silo")}, ${rate(calls)} calls/s`,
    names.length > 1 ? choice("Region", [["", "All regions"], ...names.map((name) => [name, name])], chosen, (region) => tools.go("grains", region ? { region } : {})) : null,
    panel(
      "By silo",
      { key: "silos", note: "evenness: the fullest silo's share over an even share, in its region" },
      silos.length === 0
        ? empty("No silo tells of its grains.", "That takes a second after a start. With ActiveActive:Console:Enabled false a silo tells nothing.")
        : table(
            "Activations by silo",
            [
              { name: "Silo", head: true, tight: true, cell: (silo) => `${silo.region}/${silo.name}` },
              { name: "Activations", number: true, cell: (silo) => count(silo.figures.activations) },
              { name: "Share", cell: (silo) => [h("span", null, percent(share(silo, silos))), bar(silo.figures.activations / most)] },
              { name: "Against an even share", number: true, cell: (silo) => against(silo, silos) },
              { name: "Calls/s", number: true, cell: (silo) => rate(silo.figures.callsPerSecond) },
              { name: "Age", tight: true, cell: (silo) => age(state, silo.asOf) },
            ],
            silos,
            (silo) => silo.address,
            (silo) => (isStale(state, silo.asOf) ? "stale" : null),
          ),
    ),
    ...names.filter((name) => !chosen || name === chosen).map((name) => types(name, silos.filter((silo) => silo.region === name))),
  );
}

function types(region, silos) {
  const byType = new Map();
  for (const silo of silos) {
    for (const of of silo.figures.grains) {
      const row = byType.get(of.grain) ?? { grain: of.grain, activations: 0, calls: 0, on: new Map() };
      row.activations += of.activations;
      row.calls += of.callsPerSecond;
      row.on.set(silo.name, of.activations);
      byType.set(of.grain, row);
    }
  }

  const rows = [...byType.values()].sort((a, b) => b.activations - a.activations || a.grain.localeCompare(b.grain));
  const most = Math.max(1, ...rows.flatMap((row) => [...row.on.values()]));
  return panel(
    `Types in ${region}`,
    { key: `types-${region}`, note: silos.length > 0 ? evenness(silos) : null },
    rows.length === 0
      ? empty("No grain is in memory.", "Grains appear here when they are called.")
      : table(
          `Grain types in ${region} by silo`,
          [
            { name: "Grain", head: true, cell: (row) => h("span", { class: "wrap-anywhere" }, row.grain) },
            { name: "Activations", number: true, cell: (row) => count(row.activations) },
            { name: "Calls/s", number: true, cell: (row) => rate(row.calls) },
            ...silos.map((silo) => ({ name: silo.name, cell: (row) => [h("span", null, count(row.on.get(silo.name) ?? 0)), bar((row.on.get(silo.name) ?? 0) / most)] })),
          ],
          rows,
          (row) => row.grain,
        ),
  );
}

const regionTotal = (silo, silos) => silos.filter((other) => other.region === silo.region).reduce((sum, other) => sum + other.figures.activations, 0);

const share = (silo, silos) => silo.figures.activations / Math.max(1, regionTotal(silo, silos));

function against(silo, silos) {
  const number = silos.filter((other) => other.region === silo.region).length;
  const ratio = share(silo, silos) * number;
  return regionTotal(silo, silos) === 0 ? "–" : `${ratio.toFixed(2)} ×`;
}

function evenness(silos) {
  const all = silos.map((silo) => silo.figures.activations);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  return mean === 0 ? null : `evenness ${(Math.max(...all) / mean).toFixed(2)} (1 is even)`;
}
