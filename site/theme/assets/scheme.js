// Light or dark before anything is drawn: as was chosen on this device, or else as the system has it.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("repertoire.scheme");
    } catch {
      return null;
    }
  };
  const show = () => {
    const isDark = (kept() || (system.matches ? "dark" : "light")) === "dark";
    root.dataset.mdColorScheme = isDark ? "slate" : "default";
  };
  root.classList.remove("no-js");
  system.addEventListener("change", show);
  addEventListener("storage", show);
  addEventListener("schemechange", show);
  show();
})();
