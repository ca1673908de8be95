// What stands in the place of cards until they come, so that nothing jumps when they do.

import { make } from "./dom.js";

export function makeWaiting(title, rows = 3) {
  return make(
    "section",
    { "aria-busy": "true" },
    make("h2", {}, title),
    make("p", { class: "rp-unseen", role: "status" }, "Loading…"),
    Array.from({ length: rows }, () => make("div", { class: "rp-card rp-waiting", "aria-hidden": "true" })),
  );
}
