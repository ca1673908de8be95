// How a figure changed against the period before, and whether that is more than chance would show.

import { make } from "../shared/dom.js";
import { sayFigure } from "./figures.js";

const BETTER = { label: "Better", kind: "complete" };
const WORSE = { label: "Worse", kind: "overdue" };
const CHANGED = { label: "Changed", kind: "in_progress" };
const UNCLEAR = { label: "No clear change", kind: "null" };

// Null where there is nothing to compare; `isClear` when the two intervals have nothing in common.
export function changeOf(kpi) {
  const [now, before] = [kpi.results.at(-1), kpi.before];
  if (now.status !== "measured" || before.status !== "measured") return null;
  const isComparable = Boolean(now.interval && before.interval);
  const isClear = isComparable && (now.interval.low > before.interval.high || now.interval.high < before.interval.low);
  return { isComparable, isClear, verdict: isClear ? judge(now.value > before.value, kpi.direction) : UNCLEAR };
}

export function showChange(kpi, words) {
  const change = changeOf(kpi);
  if (!change) return null;
  const badge = change.isComparable ? [sign(change.verdict), " "] : [];
  return make("p", { class: "rp-kpi__change" }, badge, sayChange(kpi, words));
}

export function sign({ label, kind }) {
  return make("span", { class: `rp-badge rp-badge--${kind}` }, label);
}

export function sayChange({ results, before }, words) {
  const now = results.at(-1);
  if (words.say(now.value) === words.say(before.value)) return `As before: ${sayFigure(before, words)}`;
  return `${now.value > before.value ? "Up" : "Down"} from ${sayFigure(before, words)}`;
}

function judge(isUp, direction) {
  if (direction === "neither") return CHANGED;
  return isUp === (direction === "up") ? BETTER : WORSE;
}
