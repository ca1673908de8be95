// The training matrix: people by courses as of a day, more people on demand, and all of it as CSV.

import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { count, sayDay } from "../shared/words.js";
import { openExplanation } from "./explanation.js";
import { makeFilters } from "./filters.js";
import { makeLegend, makeMatrix } from "./matrix-table.js";
import { handOn } from "./nav.js";

const PEOPLE = 50;
const app = document.getElementById("app");
const filters = makeFilters({ change: load });
const csv = make("a", { class: "rp-button", download: true }, "Download as CSV");
const status = make("p", { class: "rp-status", role: "status" }, "Loading…");
const place = make("div", {}, make("div", { class: "rp-skeleton rp-skeleton--matrix" }));
const trouble = make("div");
const more = make("button", { type: "button", class: "rp-button", hidden: true, onclick: loadMore }, "Show more");
let matrix = null;
let next = null;
let shown = 0;
let turn = 0;

// What there is to choose from is asked for when the matrix is there.
function start() {
  load().then(filters.offer);
  filters.element.append(csv);
  fill(app, filters.element, makeLegend(), status, place, trouble, make("p", { class: "rp-actions" }, more));
}

async function load() {
  const asking = (turn += 1);
  const query = filters.query();
  filters.keep();
  handOn(query);
  csv.href = addressOf(`/training/matrix.csv?${query}`);
  try {
    const answer = await readJson(`/training/matrix?${filters.query({ limit: PEOPLE })}`);
    if (asking === turn) showAnew(answer);
  } catch (error) {
    if (asking !== turn) return;
    fill(status);
    fill(place);
    more.hidden = true;
    showProblem(trouble, error, load);
  }
}

function showAnew(answer) {
  filters.learn(answer.as_of);
  shown = 0;
  matrix = makeMatrix(answer, filters.query().get("area"), explain);
  if (!answer.people.length || !answer.courses.length)
    fill(
      place,
      make(
        "p",
        { class: "rp-empty" },
        answer.courses.length ? "Nobody you manage was with the company on that day." : sayNoCourse(),
      ),
    );
  else fill(place, matrix.element);
  add(answer);
}

function sayNoCourse() {
  const isFiltered = ["area", "skill", "course_id"].some((name) => filters.query().has(name));
  return isFiltered ? "No course fits these filters." : "The library has no course yet.";
}

async function loadMore() {
  const asking = turn;
  more.disabled = true;
  try {
    const answer = await readJson(next);
    if (asking === turn) add(answer);
  } catch (error) {
    if (asking === turn) showProblem(trouble, error, loadMore);
  }
  more.disabled = false;
}

function add(answer) {
  fill(trouble);
  matrix.add(answer.people);
  shown += answer.people.length;
  next = answer.next;
  more.hidden = !next;
  fill(
    status,
    `${next ? "The first " : ""}${count(shown, "person", "people")} by ${count(answer.courses.length, "course")}, at the end of ${sayDay(answer.as_of)} (${answer.time_zone}).`,
  );
}

function explain(personId, courseId, update) {
  openExplanation({ personId, courseId, asOf: filters.asOf }, (explanation) => {
    if (explanation) update(explanation.standing);
  });
}

startFor(start);
