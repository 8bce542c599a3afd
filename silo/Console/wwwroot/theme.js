// Runs before anything is drawn: light or dark, as the system says or as was chosen here.
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
