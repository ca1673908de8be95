// Before anything is drawn: light or dark, as was chosen on this device or else as the system has it, and the roles of who
// signed in, so that tools don't come one after the other. The API decides what anybody may do.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const show = () => {
    const isDark = (kept("repertoire.scheme") || (system.matches ? "dark" : "light")) === "dark";
    root.dataset.mdColorScheme = isDark ? "slate" : "default";
  };
  root.classList.remove("no-js");
  for (const event of ["storage", "schemechange"]) addEventListener(event, show);
  system.addEventListener("change", show);
  show();
  const roles = /(?:^|; )repertoire_roles=([a-z.]+)/.exec(document.cookie);
  if (roles) root.dataset.knownRoles = roles[1].replaceAll(".", " ");
})();
