// A share as a sentence with its interval, and drawn; in plain words where there are too few to state one.

import { make } from "./dom.js";
import { drawInterval } from "./interval.js";
import { sayPercent } from "./words.js";

export function sayShare({ value, interval, status }) {
  if (status !== "measured") return "insufficient data to state a share";
  return interval ? `${sayPercent(value)}, ${sayInterval(interval)}` : sayPercent(value);
}

export function sayInterval({ low, high, level }) {
  return `${Math.round(level * 100)} % interval ${Math.round(low * 100)} to ${sayPercent(high)}`;
}

export function drawShare(share, text) {
  if (share.status !== "measured" || !share.interval) return null;
  const { low, high } = share.interval;
  return drawInterval({ low, high, value: share.value, start: 0, end: 1 }, `${text}: ${sayShare(share)}`, sayPercent);
}

// A share on a card of its own: the figure, what it is of, and its interval.
export function showTotal(share, meaning, basis) {
  const isKnown = share.status === "measured";
  return make(
    "section",
    { class: "rp-card rp-total" },
    make(
      "p",
      { class: "rp-total__value" },
      make("strong", {}, isKnown ? sayPercent(share.value) : "Insufficient data"),
      " ",
      make("span", {}, meaning),
    ),
    drawShare(share, meaning),
    make("p", { class: "rp-muted" }, `${basis}${isKnown && share.interval ? `; ${sayInterval(share.interval)}` : ""}.`),
  );
}
