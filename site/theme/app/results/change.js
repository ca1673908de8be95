// How a figure changed against the period before, and whether that is more than chance would show.

import { make } from "../shared/dom.js";
import { sayFigure } from "./figures.js";

const VERDICTS = {
  better: { clear: "Better", likely: "Likely better", kind: "complete" },
  worse: { clear: "Worse", likely: "Likely worse", kind: "overdue" },
  changed: { clear: "Changed", likely: "Likely changed", kind: "in_progress" },
};
const UNCLEAR = { label: "No clear change", kind: "null" };

// Null where there is nothing to compare; `isClear` when the two intervals have nothing in common.
export function changeOf(kpi) {
  const [now, before] = [kpi.results.at(-1), kpi.before];
  if (now.status !== "measured" || before.status !== "measured") return null;
  const isComparable = Boolean(now.interval && before.interval);
  const isClear = isComparable && (now.interval.low > before.interval.high || now.interval.high < before.interval.low);
  const isLikely = isComparable && leavesZeroOut(now, before);
  if (!isClear && !isLikely) return { isComparable, isClear, verdict: UNCLEAR };
  const { kind, ...labels } = judge(now.value > before.value, kpi.direction);
  return { isComparable, isClear, verdict: { kind, label: isClear ? labels.clear : labels.likely } };
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

// The interval of a difference from those of its two parts: Zou and Donner 2008, after Newcombe 1998.
function leavesZeroOut({ value: now, interval: own }, { value: before, interval: earlier }) {
  const low = now - before - Math.hypot(now - own.low, earlier.high - before);
  const high = now - before + Math.hypot(own.high - now, before - earlier.low);
  return low > 0 || high < 0;
}

function judge(isUp, direction) {
  if (direction === "neither") return VERDICTS.changed;
  return isUp === (direction === "up") ? VERDICTS.better : VERDICTS.worse;
}
