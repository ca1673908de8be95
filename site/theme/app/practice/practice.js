// Practice: what waits for me as a grader, what I may record or link, and mine with what became of it.

import { readMe } from "../shared/account.js";
import { readAll, readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeBeginForm } from "./begin-form.js";
import { showGrading } from "./grading.js";
import { canKeep, readHeads, readRecording } from "./outbox.js";
import { makeOwnCard } from "./own-card.js";
import { makeUnsent } from "./unsent.js";
import { showPractice } from "./watch.js";

const NOTHING = "There is no such practice, or it isn't yours to see.";
const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);
const view = { me: null, form: null, rubrics: [], mine: [], grading: null, unsent: new Map() };

async function start() {
  fill(app, makeWaiting("Yours"));
  try {
    view.me = await readMe();
    if (asked.get("practice")) await showOne(asked.get("practice"));
    else await showAll();
  } catch (error) {
    if (error.status === 404) fill(app, make("p", { class: "rp-empty", role: "alert" }, NOTHING));
    else showProblem(app, error, start);
  }
}

async function showOne(id) {
  const practice = await readJson(`/practice/${encodeURIComponent(id)}`);
  fill(document.querySelector("h1"), practice.title);
  fill(app, ...showPractice(practice, view.me, () => showOne(id)).flat());
}

async function showAll() {
  const [mine, grading] = await Promise.all([
    readAll("/practice?limit=200"),
    readJson("/practice/grading"),
    view.form ? null : readBegin(),
  ]);
  const isFirst = view.grading === null;
  Object.assign(view, { mine, grading });
  if (isFirst && canKeep) await takeUp();
  show();
}

// What a form needs: the rubrics there are, and the course or the practice that the address names.
async function readBegin() {
  const [{ items }, course, after] = await Promise.all([
    readJson("/scoring/rubrics"),
    asked.get("course") ? readJson(`/training/courses/${encodeURIComponent(asked.get("course"))}`) : null,
    asked.get("after") ? readJson(`/practice/${encodeURIComponent(asked.get("after"))}`) : null,
  ]);
  view.rubrics = items;
  makeForm(course?.practical ? course : null, after?.wanted_again ? after : null);
}

function makeForm(course, after) {
  const form = makeBeginForm({ me: view.me, rubrics: view.rubrics, course, after }, begun);
  view.form = { ...form, isOpen: Boolean(course || after) };
}

// Recordings of this device that aren't on the server yet go on by themselves.
async function takeUp() {
  const heads = await readHeads(view.me.id).catch(() => []);
  for (const head of heads) {
    const own = view.mine.find(({ id }) => id === head.practiceId);
    if (!head.practiceId || own?.state === "draft") addUnsent(head);
  }
}

function addUnsent(head) {
  const away = () => {
    view.unsent.delete(head.key);
    refresh();
  };
  view.unsent.set(head.key, { head, element: makeUnsent(head, { sent: away, dropped: away, use }) });
}

// Recorded on a page that was left before it was sent: it stands in the form again.
async function use(head) {
  const blob = await readRecording(head);
  view.unsent.delete(head.key);
  view.form.isOpen = true;
  show();
  view.form.take(head.key, { blob, seconds: head.seconds || 0 });
  view.form.focus();
}

// What was begun has its place at once, be there a connection or not.
function begun(_, head = null) {
  view.form.stop();
  history.replaceState(history.state, "", location.pathname);
  makeForm(null, null);
  if (head) addUnsent(head);
  show();
  refresh();
}

// Without a connection what is known stays, and what is on its way says that it waits.
function refresh() {
  return showAll().catch((error) => {
    if (!error.isUnreachable) showProblem(app, error, start);
  });
}

function show() {
  const { mine, grading } = view;
  const unsent = [...view.unsent.values()];
  const isOnItsWay = ({ id }) => unsent.some(({ head }) => head.practiceId === id);
  const cards = mine.filter((one) => !isOnItsWay(one)).map((one) => makeOwnCard(one, refresh));
  const isFirst = !mine.length && !unsent.length && !grading.to_grade.length;
  fill(
    app,
    ...showGrading(grading, refresh),
    view.rubrics.length ? showBegin(isFirst) : null,
    make(
      "section",
      {},
      make("h2", {}, "Yours"),
      unsent.map(({ element }) => element),
      cards.length ? make("ul", { class: "rp-items rp-practice" }, cards) : null,
      cards.length || unsent.length
        ? null
        : make("p", { class: "rp-empty" }, "Nothing yet. Record one, or hand in a link."),
    ),
  );
}

function showBegin(isFirst) {
  return make(
    "details",
    { class: "rp-card rp-fold", open: view.form.isOpen || isFirst },
    make("summary", {}, make("h2", {}, "Practise")),
    view.form.element,
  );
}

start();
