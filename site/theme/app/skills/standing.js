// How somebody stands in a skill, in words: the level with its range, the target, and what is missing to say more.

import { make } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";

export const KINDS = {
  scorecard: "Scorecard",
  peer_scorecard: "Peer's scorecard",
  own_scorecard: "Own scorecard",
  quiz: "Quiz",
  certification: "Certification",
  manager_rating: "Manager's rating",
  own_rating: "Own rating",
};

// By signs and words too, so that no colour has to be told apart.
export const MARKS = {
  gap: { sign: "▼", word: "Below the target", kind: "overdue" },
  maybe_gap: { sign: "▽", word: "Below, maybe by chance", kind: "expiring" },
  too_little: { sign: "…", word: "Too little evidence", kind: "null" },
  no_evidence: { sign: "?", word: "No evidence", kind: "null" },
  reached: { sign: "✓", word: "Target reached", kind: "complete" },
  no_target: { sign: "–", word: "No target", kind: "null" },
};

export function one(number) {
  return number.toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

// Whether the job asks for the skill, or anything is known of it.
export function isSaid({ target, pieces }) {
  return target !== null || pieces > 0;
}

// What stands in a cell beside its sign: the level and the target, as far as there are any.
export function sayCell({ level, target }) {
  if (level === null) return target === null ? "" : `target ${target}`;
  return target === null ? one(level) : `${one(level)} of ${target}`;
}

export function sayStanding({ state, level, low, high, level_name: name, target }, levels) {
  const asked = target === null ? "" : `The job asks ${target}, ${levels[Math.min(target, levels.length) - 1]}`;
  const { word } = MARKS[state];
  if (level === null) return `${[word, asked].filter(Boolean).join(". ")}.`;
  const known = `Level ${one(level)}, about ${one(low)} to ${one(high)}: ${name}`;
  return `${[known, asked ? `${asked}: ${word.toLowerCase()}` : "The job doesn't ask for it"].join(". ")}.`;
}

// A picture of the levels with the range on it; the sentence beside it says the same.
export function drawStanding({ level, low, high }, levels, text) {
  if (level === null) return null;
  return drawInterval({ low, high, value: level, start: 1, end: levels.length }, text, (at) => String(Math.round(at)));
}

export function makeBadge({ state }) {
  const { sign, word, kind } = MARKS[state];
  return make(
    "span",
    { class: `rp-badge rp-badge--${kind}` },
    make("span", { "aria-hidden": "true" }, `${sign} `),
    word,
  );
}

// What somebody says of themselves is apart from what others saw.
export function sayOwn({ own }, isOwn) {
  if (own === null) return "";
  return `${isOwn ? "You see yourself" : "They see themselves"} at ${one(own)}, which counts little.`;
}
