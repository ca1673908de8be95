// A coach's page: the next sessions, whom to coach next, what is open with whom, and what is to be scored.

import { makeToScore } from "../scoring/assessments.js";
import { readMe } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readAll, readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeAdvice } from "./advice.js";
import { makeMentoring } from "./mentoring.js";
import { makeSessionList, makeUnmarkedList, makeWaitingList } from "./session-list.js";

const app = document.getElementById("app");
const WAYS = [
  ["/app/my-coaching/", "Schedule a session"],
  ["/app/skills/", "Skill map"],
  ["/app/calibration/", "Calibrate a call"],
];

async function start() {
  fill(app, makeWaiting("Next sessions"));
  try {
    const me = await readMe();
    const [toScore, people] = await Promise.all([makeToScore(), readAll("/people?limit=200", 100)]);
    const coming = makeSessionList({
      title: "Next sessions",
      query: "when=coming&status=accepted&status=proposed&limit=8",
      nothing: "No session is planned.",
      me,
    });
    fill(
      app,
      make(
        "p",
        { class: "rp-actions" },
        WAYS.map(([href, text]) => make("a", { class: "rp-button", href }, text)),
      ),
      makeWaitingList(me, coming.load).element,
      makeUnmarkedList(me, () => {}).element,
      coming.element,
      makeAdvice({ title: "Whom to coach next", nothing: "No rule names anybody of yours." }),
      toScore,
      makeOpenByRep(),
      makeMentoring({ people: people.filter((person) => person.id !== me.id && !hasLeft(person)) }),
    );
  } catch (error) {
    showProblem(app, error, start);
  }
}

function hasLeft({ left_at: at }) {
  return Boolean(at) && new Date(at) <= new Date();
}

// What was agreed with each rep and isn't done, those with most overdue first.
function makeOpenByRep() {
  const list = make("div");
  load(list);
  return make("section", {}, make("h2", {}, "Agreed and not done"), list);
}

async function load(list) {
  try {
    const { items } = await readJson("/coaching/action-items/reps");
    fill(list, items.length ? make("ul", { class: "rp-items" }, items.map(showRep)) : nothing());
  } catch (error) {
    showProblem(list, error, () => load(list));
  }
}

function showRep({ id, name, open, overdue }) {
  return make(
    "li",
    {},
    personLink(id, name),
    ` ${open} open`,
    overdue ? make("small", { class: "rp-overdue" }, `, ${overdue} overdue`) : null,
  );
}

function nothing() {
  return make("p", { class: "rp-empty" }, "Nothing is open with anybody.");
}

startFor(start);
