// Says ways, times and outcomes of finding in plain words.

import { count } from "../shared/words.js";

export const WAYS = {
  before: "the way you did before: intranet, mail, a colleague",
  here: "here, with the search",
};

const OUTCOMES = { found: "found", gave_up: "given up", timed_out: "not found in time" };

export function nameOutcome(outcome) {
  return OUTCOMES[outcome] || outcome;
}

// "4 minutes 10 seconds", "42 seconds".
export function saySeconds(seconds) {
  const whole = Math.round(seconds);
  const [minutes, left] = [Math.floor(whole / 60), whole % 60];
  return [minutes ? count(minutes, "minute") : "", left || !minutes ? count(left, "second") : ""]
    .filter(Boolean)
    .join(" ");
}

// "04:10", as a clock shows it.
export function asClock(seconds) {
  const whole = Math.floor(seconds);
  return [Math.floor(whole / 60), whole % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

export function sayTeam({ people, begun, finished }) {
  const through = finished === begun ? "" : `, ${finished.toLocaleString("en-GB")} to the end`;
  return `Of ${count(people, "rep")} whom you manage ${begun.toLocaleString("en-GB")} took part${through}.`;
}
