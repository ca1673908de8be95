// On a page that a buyer opened: tells how long each part was on screen, and how often somebody moved. It keeps nothing
// in the browser, and of what somebody does it tells no more than a count.
(() => {
  const page = document.querySelector("main.share");
  if (!page || "quiet" in page.dataset) return;
  const STEP = 250;
  const EVERY = 10_000;
  const seen = {};
  const shown = new Map();
  let acts = 0;
  let told = "";
  let first = true;

  // The part that fills most of the window is the one that is read.
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRect } of entries) shown.set(target.dataset.part, intersectionRect.height);
    },
    { threshold: Array.from({ length: 21 }, (_, step) => step / 20) },
  );
  for (const part of page.querySelectorAll("[data-part]")) watcher.observe(part);

  function count() {
    if (document.visibilityState !== "visible") return;
    let most = null;
    for (const [part, height] of shown) if (height > 0 && (!most || height > most.height)) most = { part, height };
    if (most) seen[most.part] = (seen[most.part] || 0) + STEP / 1000;
  }

  function tell() {
    const body = JSON.stringify({ visit: page.dataset.visit, load: page.dataset.load, seen, acts });
    if (body === told || !Object.keys(seen).length) return;
    told = body;
    fetch(page.dataset.told, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {
      told = "";
    });
  }

  // The first time early: who looks for a few seconds was here too.
  setInterval(() => {
    count();
    const total = Object.values(seen).reduce((sum, seconds) => sum + seconds, 0);
    if (first && acts > 0 && total >= 1) {
      first = false;
      tell();
    }
  }, STEP);
  setInterval(tell, EVERY);
  let last = 0;
  for (const name of ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "touchstart"])
    document.addEventListener(
      name,
      () => {
        if (Date.now() - last < 500) return;
        last = Date.now();
        acts += 1;
      },
      { passive: true, capture: true },
    );
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  addEventListener("pagehide", tell);
})();
