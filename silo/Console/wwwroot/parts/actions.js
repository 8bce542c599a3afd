// What can do harm: asked for, explained by the silo, and confirmed by typing a name.

import { post } from "./api.js";
import { h, render } from "./dom.js";
import { message } from "./pieces.js";

/**
 * Opens a dialog for an action.
 * @param {{action: string, title: string, target: string, name: string, done: (text: string) => void}} what `name` is what has to be typed.
 */
export async function confirmAction({ action, title, target, name, done }) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "dialog-title");
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  let state = { asked: null, error: null, typed: "", why: "", isBusy: false };
  const set = (change) => {
    state = { ...state, ...change };
    draw();
  };
  const send = async (confirm) => {
    set({ isBusy: true, error: null });
    try {
      return await post(`actions/${action}`, { region: null, target, confirm, why: state.why || null });
    } catch (error) {
      set({ error: error.message });
      return null;
    } finally {
      set({ isBusy: false });
    }
  };
  const submit = async (event) => {
    event.preventDefault();
    if (state.typed !== name || !state.asked?.confirm) {
      return;
    }

    const answer = await send(state.asked.confirm);
    if (answer?.isDone) {
      done(answer.text);
      dialog.close();
    } else if (answer) {
      set({ asked: answer, error: "It was not confirmed in time. Confirm it again." });
    }
  };
  const draw = () =>
    render(
      dialog,
      h(
        "form",
        { method: "dialog", onsubmit: submit },
        h("h2", { id: "dialog-title" }, title),
        h("p", { role: "status" }, state.asked ? state.asked.text : state.error ? "" : "Asking the silo what this would do."),
        state.error ? message("critical", state.error) : null,
        h("label", null, h("span", null, "Type ", h("code", null, name), " to confirm"), h("input", { name: "confirm", autocomplete: "off", spellcheck: "false", value: state.typed, oninput: (event) => set({ typed: event.target.value }) })),
        h("label", null, "Why (for the log)", h("input", { name: "why", autocomplete: "off", maxlength: "200", value: state.why, oninput: (event) => set({ why: event.target.value }) })),
        h(
          "div",
          { class: "buttons" },
          h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
          h("button", { type: "submit", class: "dangerous main-action", disabled: state.typed !== name || !state.asked?.confirm || state.isBusy }, title),
        ),
      ),
    );
  draw();
  dialog.showModal();
  set({ asked: await send(null) });
}
