// Values that regions wrote without knowledge of each other, and changes that could not be merged.

import { get } from "../parts/api.js";
import { h } from "../parts/dom.js";
import { count, moment, plural, rate } from "../parts/format.js";
import { age, chip, choice, empty, message, page, panel, table } from "../parts/pieces.js";

/** Asks a region for both lists. */
export async function load(state, signal) {
  const region = state.query.get("region") ?? state.overview.region;
  const query = `region=${encodeURIComponent(region)}`;
  const [conflicts, letters] = await Promise.allSettled([get(`conflicts?${query}`, signal), get(`dead-letters?${query}`, signal)]);
  if (!signal.aborted) {
    state.lists = { region, conflicts: settle(conflicts), letters: settle(letters) };
  }
}

const settle = (result) => (result.status === "fulfilled" ? { list: result.value } : { error: result.reason.message });

export function conflicts(state, tools) {
  const names = state.overview.regions.map((region) => region.name);
  const region = state.query.get("region") ?? state.overview.region;
  const lists = state.lists?.region === region ? state.lists : null;
  const figures = state.overview.regions.find((one) => one.name === region)?.conflicts;
  return page(
    "conflicts",
    "Conflicts and dead letters",
    figures ? `${region} has met ${plural(figures.total, "conflict")} since its merging silo took over, ${rate(figures.perMinute)} in the last minute` : "what regions wrote without knowledge of each other, and what could not be merged",
    names.length > 1 ? choice("Region", names.map((name) => [name, name]), region, (name) => tools.go("conflicts", { region: name })) : null,
    state.said ? message("ok", state.said) : null,
    letters(state, tools, region, lists?.letters),
    met(state, lists?.conflicts),
  );
}

function letters(state, tools, region, result) {
  const title = "Dead letters";
  if (!result?.list) {
    return panel(title, { key: "letters" }, waiting(result));
  }

  const { list } = result;
  const mayDrop = state.overview.abilities.actions && region === state.overview.region;
  return panel(
    title,
    { key: "letters", note: list.total > list.deadLetters.length ? `the oldest ${list.deadLetters.length} of ${count(list.total)}` : "changes of other regions that are put aside; later ones of the same grain wait behind", end: age(state, list.asOf) },
    list.deadLetters.length === 0
      ? empty("None.", "Every change that came has been merged.")
      : table(
          "Dead letters",
          [
            { name: "Grain", head: true, cell: (letter) => grainLink(letter) },
            { name: "State", cell: (letter) => letter.state },
            { name: "From", tight: true, cell: (letter) => letter.origin },
            { name: "Since", tight: true, cell: (letter) => moment(letter.at) },
            { name: "Cause", whole: true, cell: (letter) => h("span", { class: "wrap-anywhere" }, letter.cause) },
            { name: "Asked", tight: true, cell: (letter) => (letter.asked ? chip("note", letter.asked) : "–") },
            {
              name: "Actions",
              tight: true,
              shown: mayDrop,
              cell: (letter) =>
                h(
                  "button",
                  {
                    type: "button",
                    class: "small dangerous",
                    "aria-label": `Drop dead letter ${letter.id}`,
                    onclick: () => tools.act({ action: "drop-dead-letter", title: `Drop dead letter ${letter.id}`, target: String(letter.id), name: `drop ${letter.id}` }),
                  },
                  "Drop",
                ),
            },
          ],
          list.deadLetters,
          (letter) => String(letter.id),
        ),
    list.deadLetters.length > 0 ? h("p", { class: "panel-body note" }, "Mend the cause, then ", h("code", null, "aactl deadletters retry"), ". Dropping one loses its change for ever in this region.") : null,
  );
}

function met(state, result) {
  const title = "Conflicts";
  if (!result?.list) {
    return panel(title, { key: "conflicts" }, waiting(result));
  }

  const { list } = result;
  return panel(
    title,
    { key: "conflicts", note: list.byGrain.map((one) => `${one.grain}: ${count(one.count)}`).join(" · ") || "the latest hundred that are kept", end: age(state, list.asOf) },
    list.conflicts.length === 0
      ? empty("None are kept.", "Where two regions write the same value without knowledge of each other, both values and the reason for the choice are listed here.")
      : table(
          "Conflicts",
          [
            { name: "Grain", head: true, cell: (conflict) => [grainLink(conflict), h("span", { class: "cell-note" }, `${conflict.state} · ${conflict.path}`)] },
            { name: "Met", tight: true, cell: (conflict) => moment(conflict.at) },
            { name: "Kind", tight: true, cell: (conflict) => (conflict.kind === "discarded" ? chip("warning", "discarded") : chip("note", conflict.kind)) },
            { name: "Shown", whole: true, cell: (conflict) => side(conflict.shown) },
            { name: "Hidden", whole: true, cell: (conflict) => [side(conflict.hidden), conflict.restoredAt ? h("span", { class: "cell-note" }, `written again ${moment(conflict.restoredAt)}`) : null] },
            { name: "Cause", whole: true, cell: (conflict) => h("span", { class: "wrap-anywhere" }, conflict.cause) },
          ],
          list.conflicts,
          (conflict) => String(conflict.id),
        ),
    list.conflicts.length > 0 ? h("p", { class: "panel-body note" }, "To write a hidden value again: ", h("code", null, "aactl conflicts restore ID"), state.overview.abilities.showState ? "." : ". Values are shown with ActiveActive:Console:ShowState.") : null,
  );
}

const waiting = (result) => (result?.error ? h("div", { class: "panel-body" }, message("warning", result.error, "It is asked again every five seconds.")) : empty("Asking the region.", ""));

const grainLink = (of) => h("a", { href: `#/inspector?type=${encodeURIComponent(of.grain)}&key=${encodeURIComponent(of.key)}`, class: "wrap-anywhere" }, `${of.grain}/${of.key}`);

const side = (of) => [of.value === null ? null : h("code", { class: "wrap-anywhere" }, cut(of.value)), h("span", { class: "cell-note" }, `${of.region}, ${moment(of.at)}`)];

const cut = (value) => (value.length > 120 ? `${value.slice(0, 119)}…` : value);
