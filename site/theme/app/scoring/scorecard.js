// A call, demonstration or practice that is scored: one's own card, then all that one may see beside it.

import { readMe } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { makePlayer } from "../shared/player.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayDay } from "../shared/words.js";
import { showAgreement } from "./agreement.js";
import { makeCardForm } from "./card-form.js";
import { showMore } from "./card-more.js";
import { showSideBySide } from "./side-by-side.js";
import { SUBJECTS, sayNumber } from "./words.js";

const NOTHING = "There is no such scorecard, or it isn't yours to see.";
const app = document.getElementById("app");
const view = {
  id: new URLSearchParams(location.search).get("assessment"),
  me: null,
  practice: null,
  form: null,
  isAmending: false,
};

async function start() {
  if (!view.id) return fill(app, make("p", { class: "rp-empty", role: "alert" }, NOTHING));
  fill(app, makeWaiting("Scorecard"));
  try {
    const [me, shown] = await Promise.all([readMe(), readJson(`/scoring/assessments/${encodeURIComponent(view.id)}`)]);
    view.me = me;
    view.practice = shown.subject === "practice" ? await readPractice() : null;
    show(shown);
  } catch (error) {
    if (error.status === 404) fill(app, make("p", { class: "rp-empty", role: "alert" }, NOTHING));
    else showProblem(app, error, start);
  }
}

// What was handed in, with its transcript; who may see the scores and not the recording scores without.
function readPractice() {
  return readJson(`/practice/of-assessment/${encodeURIComponent(view.id)}`).catch(() => null);
}

function show(shown) {
  view.form?.stop();
  view.form = null;
  fill(document.querySelector("h1"), shown.title);
  document.title = document.title.replace(/^[^-]*/, `${shown.title} `);
  const scores = shown.actions.includes("save") || view.isAmending;
  if (scores) view.form = makeCardForm({ shown, me: view.me }, again);
  fill(
    app,
    showFacts(shown),
    make(
      "div",
      {},
      view.practice ? makePlayer(view.practice, view.form?.quote) : null,
      scores ? make("section", {}, make("h2", {}, "Your scorecard"), view.form.element) : null,
    ),
    make("section", {}, make("h2", {}, "Scorecards"), showSideBySide(shown), makeAmend(shown)),
    shown.is_calibration && shown.closed_at ? showAgreement(shown) : null,
    showMore(shown, again),
  );
}

// What comes back is the assessment itself, or nothing where it is to be read anew.
function again(shown) {
  view.isAmending = false;
  if (shown) show(shown);
  else start();
}

function showFacts(shown) {
  const { rep, rubric, subject, took_place_on: day, recording, deal_id: deal, closed_at: closed } = shown;
  const passes = rubric.passes?.points
    ? `, ${sayNumber(rubric.passes.points)} of ${sayNumber(rubric.points)} points pass`
    : "";
  return make(
    "div",
    {},
    make(
      "p",
      { class: "rp-card__facts" },
      `${SUBJECTS[subject]} of `,
      rep.id === view.me.id ? "yours" : personLink(rep.id, rep.name),
      `, ${sayDay(day)}. By the ${rubric.title}${passes}. `,
      recording && !view.practice ? make("a", { href: recording, rel: "noreferrer" }, "Recording") : null,
      deal ? ` Deal ${deal}. ` : null,
      closed ? badge("Closed", "waived") : null,
      shown.is_calibration ? badge("Calibration", "in_progress") : null,
    ),
    shown.is_blind && !closed
      ? make("p", { class: "rp-note" }, "Nobody sees another's scorecard until this is closed.")
      : null,
    shown.asks_self && rep.id === view.me.id && !shown.my_card?.published_at
      ? make(
          "p",
          { class: "rp-note" },
          "Score yourself first: you see the others' once yours is published, or declined.",
        )
      : null,
    rubric.caps.map((cap) =>
      make(
        "p",
        { class: "rp-muted" },
        `At most ${sayNumber(cap.points)} points: ${(cap.because || cap.criterion).replace(/\.$/, "")}.`,
      ),
    ),
  );
}

function makeAmend(shown) {
  if (!shown.actions.includes("amend") || view.isAmending) return null;
  const button = make("button", { type: "button", class: "rp-button" }, "Amend yours");
  button.addEventListener("click", () => {
    view.isAmending = true;
    show(shown);
    view.form.element.querySelector("input, textarea")?.focus();
  });
  return make("p", { class: "rp-actions" }, button);
}

start();
