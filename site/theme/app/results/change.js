// How a figure changed against the period before, and the API's verdict whether that is more than chance would show.

import { badge, make } from "../shared/dom.js";
import { sayFigure } from "./figures.js";

const KINDS = { better: "complete", worse: "overdue", changed: "in_progress", unclear: "null" };

export function showChange(kpi, words) {
  if (!kpi.change) return null;
  return make(
    "p",
    { class: "rp-kpi__change" },
    kpi.change.verdict ? [showVerdict(kpi.change), " "] : [],
    sayChange(kpi, words),
  );
}

export function showVerdict({ verdict, said }) {
  return badge(said, KINDS[verdict]);
}

export function sayChange({ results, before }, words) {
  const now = results.at(-1);
  if (words.say(now.value) === words.say(before.value)) return `As before: ${sayFigure(before, words)}`;
  return `${now.value > before.value ? "Up" : "Down"} from ${sayFigure(before, words)}`;
}
