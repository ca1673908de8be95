// Scored calls in a list: of a rep, of a coaching session, or those that one was asked to score.

import { readJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";
import { makeOpenForm } from "./open-form.js";
import { CARD_ROLES, sayTotal } from "./words.js";

const MOST = 10;

// What waits for one's own scorecard; nothing at all where nothing does.
export async function makeToScore() {
  const { items } = await readJson(`/scoring/assessments?limit=${MOST}`);
  if (!items.length) return null;
  return make("section", {}, make("h2", {}, "For you to score"), showList(items));
}

// `query` says whose, `opening` with whom one may open another.
export function makeAssessments({ query, opening = null, nothing }) {
  const place = make("div");
  const element = make("section", {}, make("h2", {}, "Scorecards"), place, opening ? makeOpening(opening) : null);
  load(place, query, nothing);
  return element;
}

async function load(place, query, nothing) {
  try {
    const { items, next } = await readJson(`/scoring/assessments?${query}&limit=${MOST}`);
    fill(place, items.length ? showList(items) : make("p", { class: "rp-empty" }, nothing), showNext(next));
  } catch (error) {
    showProblem(place, error, () => load(place, query, nothing));
  }
}

function showNext(next) {
  if (!next) return null;
  const button = make("button", { type: "button", class: "rp-button" }, "Show earlier ones");
  button.addEventListener("click", async () => {
    button.disabled = true;
    const more = await readJson(next);
    button.parentElement.replaceWith(showList(more.items), showNext(more.next) || "");
  });
  return make("p", { class: "rp-actions" }, button);
}

function showList(items) {
  return make("ul", { class: "rp-items" }, items.map(showItem));
}

function showItem({ id, title, took_place_on: day, rubric_title: rubric, cards, my_role: role, rep }) {
  const mine = cards.find(({ published_on: published }) => !published);
  const published = cards.filter(({ published_on: on }) => on);
  return make(
    "li",
    {},
    make("a", { href: `/app/scorecard/?assessment=${id}` }, title),
    make("small", { class: "rp-muted" }, ` ${rep.name}, ${sayDay(day)}, ${rubric} `),
    mine ? badge("Your draft", "in_progress") : null,
    !cards.length && role ? badge("Not scored yet", "not_started") : null,
    published.map((card) =>
      make(
        "div",
        {},
        make("small", {}, `${card.scorer.name} (${CARD_ROLES[card.role].toLowerCase()}): ${sayTotal(card)}`),
      ),
    ),
  );
}

function makeOpening(opening) {
  const place = make("div");
  const label = opening.isOwn ? "Score a call of yours" : "Score a call or demonstration";
  const fold = make("details", { class: "rp-fold" }, make("summary", {}, label), place);
  fold.addEventListener(
    "toggle",
    async () => {
      try {
        fill(place, await makeOpenForm(opening));
      } catch (error) {
        showProblem(place, error);
      }
    },
    { once: true },
  );
  return fold;
}
