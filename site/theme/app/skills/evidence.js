// The evidence of a skill: each piece with its day, what it shows, how much it still counts, and the way to it.

import { make } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";
import { KINDS, one } from "./standing.js";

const SHOWN = 5;

export function showEvidence(evidence) {
  if (!evidence.length)
    return make("p", { class: "rp-muted" }, "Nobody has seen anything of it yet. That is not a zero.");
  const first = make("ul", { class: "rp-items" }, evidence.slice(0, SHOWN).map(showPiece));
  if (evidence.length <= SHOWN) return first;
  return make(
    "div",
    {},
    first,
    make(
      "details",
      {},
      make("summary", {}, `${evidence.length - SHOWN} older pieces`),
      make("ul", { class: "rp-items" }, evidence.slice(SHOWN).map(showPiece)),
    ),
  );
}

function showPiece({ kind, day, level, weight, title, by, note, assessment_id: assessment, url }) {
  const address = assessment ? `/app/scorecard/?assessment=${assessment}` : url;
  const facts = [title && KINDS[kind], by && `by ${by}`, sayDay(day), sayWeight(weight)].filter(Boolean);
  const what = title || KINDS[kind];
  return make(
    "li",
    {},
    address ? make("a", { href: address }, what) : what,
    `: level ${one(level)} `,
    make("small", { class: "rp-muted" }, facts.join(", ")),
    note ? make("div", {}, make("q", {}, note)) : null,
  );
}

function sayWeight(weight) {
  if (weight < 0.05) return "counts no more";
  return `counts as ${one(weight)} questions`;
}
