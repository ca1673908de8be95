// How figures and their intervals are said: the figure, then "about this to that"; how it is worked out stays folded.

import { make } from "./dom.js";
import { drawInterval } from "./interval.js";
import { sayPercent } from "./words.js";

export const TOO_LITTLE = "insufficient data to state a share";

// Wilson's 95 % interval of half of 20, and of which number on it is at most ten points to either side.
export const FEW_SHARES =
  "A share of fewer than 100 is uncertain by ten points or more: 10 of 20 is 50 %, and stands for about 30 to 70.";

// Garwood's 95 % interval of 4.
export const FEW_READERS = "Rates of few readers are uncertain: 4 readers stand for about 1 to 10.";

// "about 59 to 81": the unit is that of the figure before it.
export function sayAbout({ low, high }, sayNumber = sayPoints) {
  return `about ${sayNumber(low)} to ${sayNumber(high)}`;
}

export function sayShare({ value, interval, status }) {
  if (status !== "measured") return TOO_LITTLE;
  return interval ? `${sayPercent(value)}, ${sayAbout(interval)}` : sayPercent(value);
}

// For one of many rows, above which a sentence says how uncertain they are.
export function sayBareShare({ value, status }) {
  return status === "measured" ? sayPercent(value) : TOO_LITTLE;
}

export function drawShare(share, text) {
  if (share.status !== "measured" || !share.interval) return null;
  const { low, high } = share.interval;
  return drawInterval({ low, high, value: share.value, start: 0, end: 1 }, `${text}: ${sayShare(share)}`, sayPercent);
}

// A share on a card of its own: the figure with what it means, what it is of, and how it is worked out.
export function showTotal(share, meaning, basis) {
  const isKnown = share.status === "measured";
  const about = isKnown && share.interval ? `, ${sayAbout(share.interval)}` : "";
  return make(
    "div",
    { class: "rp-card rp-total" },
    make(
      "p",
      { class: "rp-total__value" },
      make("strong", {}, isKnown ? sayPercent(share.value) : "Insufficient data"),
      " ",
      make("span", {}, `${meaning}${about}`),
    ),
    drawShare(share, meaning),
    make("p", { class: "rp-muted" }, `${basis}.`),
    about ? showWorking(make("p", {}, sayMethod(share.interval))) : null,
  );
}

// What stands behind a figure, folded until somebody asks.
export function showWorking(...contents) {
  return make("details", { class: "rp-working" }, make("summary", {}, "How this is worked out"), contents.flat());
}

export function sayMethod({ level, method }) {
  return `“About” gives the ${Math.round(level * 100)} % interval: ${method}.`;
}

function sayPoints(share) {
  return String(Math.round(share * 100));
}
