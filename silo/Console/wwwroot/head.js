// Part of the page itself, and runs before anything is drawn or loaded: asks for the first overview, so that it comes while the rest does, and sets light or dark, as the system says or as was chosen here.

/** Where the console is, with a slash at its end; behind a path of a proxy, too. */
window.consoleRoot = new URL(location.pathname.replace(/\/*$/, "/"), location.origin);

/** Opens the stream of overviews; `response` is null when the silo does not answer. */
window.openConsoleStream = () => {
  const stop = new AbortController();
  const request = { headers: { accept: "text/event-stream" }, cache: "no-store", signal: stop.signal };
  return { stop, response: fetch(new URL("api/stream", window.consoleRoot), request).catch(() => null) };
};
window.firstConsoleStream = window.openConsoleStream();

(() => {
  const key = "activeactive-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  let chosen = read();
  const apply = () => {
    document.documentElement.dataset.theme = chosen ?? (system.matches ? "dark" : "light");
    dispatchEvent(new Event("themechange"));
  };

  system.addEventListener("change", apply);
  window.consoleTheme = {
    get choice() {
      return chosen ?? "system";
    },
    next() {
      chosen = { system: "light", light: "dark", dark: null }[chosen ?? "system"];
      try {
        if (chosen) {
          localStorage.setItem(key, chosen);
        } else {
          localStorage.removeItem(key);
        }
      } catch {
        // Without storage it lasts as long as the page.
      }

      apply();
    },
  };
  apply();
})();
