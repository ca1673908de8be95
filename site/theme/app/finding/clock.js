// The clock of a task: counts from what the server said, and ends when time is up.

import { make } from "../shared/dom.js";
import { asClock } from "./wording.js";

// Later than so, nobody was looking: the device slept meanwhile.
const SLEPT_SECONDS = 30;

// `ended` is called when the limit has passed, `missed` when it had passed long before anybody was there to see it.
export function makeClock(seconds, { limit, isShown, ended, missed }) {
  const began = Date.now() - seconds * 1000;
  const shown = make("strong", { class: "rp-finding__clock", role: "timer", "aria-label": "Time so far" });
  const timer = setInterval(tick, 250);
  shown.textContent = asClock(seconds);
  return make("p", {}, shown);

  function tick() {
    if (!isShown()) return clearInterval(timer);
    const passed = (Date.now() - began) / 1000;
    if (passed < limit) {
      const text = asClock(passed);
      if (shown.textContent !== text) shown.textContent = text;
      return;
    }
    clearInterval(timer);
    if (passed > limit + SLEPT_SECONDS) missed();
    else ended();
  }
}
