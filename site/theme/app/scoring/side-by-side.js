// Published scorecards beside each other, criterion by criterion, those that differ most first to be seen.

import { fill, make } from "../shared/dom.js";
import { sayDate } from "../shared/words.js";
import { CARD_ROLES, sayAnswer, sayTime, sayTotal } from "./words.js";

// Two levels of four.
const FAR = 0.5;

export function showSideBySide({ rubric, differences, my_card: mine, others }) {
  const cards = [mine, ...others].filter((card) => card?.published_at);
  if (!cards.length) return make("p", { class: "rp-empty" }, "No scorecard is published that you may see.");
  const apart = new Map(differences.map((one) => [one.criterion, one]));
  return make(
    "div",
    {},
    make("ul", { class: "rp-cards-heads" }, cards.map(showHead)),
    rubric.criteria.map((criterion) => showCriterion(criterion, cards, apart.get(criterion.id))),
    cards.filter(({ summary }) => summary).map((card) => showSummary(card)),
  );
}

export function sayWhose({ scorer, role }) {
  return `${scorer.name} (${CARD_ROLES[role]})`;
}

function showHead(card) {
  const capped = card.total.capped_by.length ? ", capped" : "";
  return make(
    "li",
    {},
    make("strong", {}, sayWhose(card)),
    ` ${sayTotal(card.total)}${capped} `,
    make("small", { class: "rp-muted" }, sayDate(card.published_at)),
  );
}

function showCriterion(criterion, cards, difference) {
  const isFar = difference?.spread !== null && difference?.spread > FAR;
  return make(
    "section",
    { class: `rp-card rp-compared${isFar ? " rp-compared--far" : ""}` },
    make("h3", {}, criterion.name, isFar ? make("small", { class: "rp-overdue" }, " Far apart") : null),
    make(
      "dl",
      {},
      cards.map((card) => showAnswer(criterion, card)),
    ),
  );
}

function showAnswer(criterion, card) {
  const answer = card.answers[criterion.id];
  // Many write the number before what a level looks like.
  const level = criterion.kind === "level" && answer?.value ? criterion.levels[answer.value - 1] : null;
  const text = level?.replace(/^\d+\s*[:.)]\s*/, "");
  return make(
    "div",
    {},
    make("dt", {}, sayWhose(card)),
    make(
      "dd",
      {},
      make("strong", {}, sayAnswer(criterion, answer)),
      text ? make("span", { class: "rp-muted" }, ` ${text}`) : null,
      answer?.note ? make("p", {}, answer.note) : null,
      answer?.quotes.length ? make("ul", {}, answer.quotes.map(showQuote)) : null,
    ),
  );
}

function showQuote({ at, text }) {
  return make("li", {}, make("small", {}, sayTime(at)), " ", make("q", {}, text));
}

function showSummary(card) {
  const place = make("section", { class: "rp-card" });
  fill(place, make("h3", {}, `${sayWhose(card)}, in a few words`), make("p", { class: "rp-kept-lines" }, card.summary));
  return place;
}
