// My team: who completed what as a table that can be filtered, and the form that assigns a course.

import { addressOf, readJson } from "./api.js";
import { makeAssignForm } from "./assign.js";
import { badge, choice, fill, labelled, make, scrollingTable, showProblem } from "./dom.js";
import { STATES, count, sayDate, sayDay } from "./words.js";

const ORDER = Object.keys(STATES);
const app = document.getElementById("app");
const tiles = make("ul", { class: "rp-tiles" });
const status = make("p", { class: "rp-status", role: "status" });
const body = make("tbody");
const course = choice([["", "All courses"]]);
const state = choice([["", "All states"], ...Object.entries(STATES)]);
const more = make("button", { type: "button", class: "rp-button", hidden: true, onclick: loadMore }, "Show more");
const trouble = make("div");
let rows = [];
let next = "/training/completions?limit=200";

function start() {
  const csv = make("a", { class: "rp-button", href: addressOf("/training/completions.csv"), download: true }, "Download as CSV");
  const filters = make("div", { class: "rp-filters" }, labelled("Course", course), labelled("State", state), csv);
  const table = scrollingTable("Assignments", ["Person", "Team", "Course", "State", "Due", "Completed", "Score"], body);
  const assign = make("details", { class: "rp-card rp-fold" }, make("summary", {}, make("h2", {}, "Assign a course")), makeAssignForm(reload));
  fill(app, tiles, assign, make("h2", {}, "Completion"), filters, status, trouble, table, make("p", {}, more));
  for (const filter of [course, state]) filter.addEventListener("change", show);
  loadMore();
}

function reload() {
  rows = [];
  next = "/training/completions?limit=200";
  return loadMore();
}

async function loadMore() {
  more.disabled = true;
  try {
    const answer = await readJson(next);
    rows.push(...answer.items);
    next = answer.next;
    fill(trouble);
    listCourses();
    show();
  } catch (error) {
    showProblem(trouble, error, loadMore);
  }
  more.disabled = false;
}

function listCourses() {
  const chosen = course.value;
  const titles = new Map(rows.map((row) => [row.course_id, row.course_title || row.course_id]));
  const pairs = [["", "All courses"], ...[...titles].sort((one, other) => one[1].localeCompare(other[1]))];
  fill(course, pairs.map(([value, text]) => make("option", { value }, text)));
  course.value = chosen;
}

function show() {
  const ofCourse = rows.filter((row) => !course.value || row.course_id === course.value);
  const wanted = ofCourse.filter((row) => !state.value || row.state === state.value).sort(byUrgency);
  fill(tiles, ORDER.map((name) => showTile(name, ofCourse)));
  fill(body, wanted.map(showRow));
  fill(status, `${count(wanted.length, "assignment")}${next ? `, of the ${rows.length} loaded so far` : ""}`);
  more.hidden = !next;
}

function byUrgency(one, other) {
  return ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.due_on.localeCompare(other.due_on) || one.person_name.localeCompare(other.person_name);
}

function showTile(name, ofCourse) {
  const number = ofCourse.filter((row) => row.state === name).length;
  return make("li", { class: `rp-tile rp-tile--${name}` }, make("strong", {}, number.toLocaleString("en-GB")), make("span", {}, STATES[name]));
}

function showRow(row) {
  const title = row.course_title || row.course_id;
  return make("tr", {},
    make("th", { scope: "row" }, row.person_name),
    make("td", {}, row.team_name || ""),
    make("td", {}, row.course_url ? make("a", { href: row.course_url }, title) : title),
    make("td", {}, badge(STATES[row.state], row.state)),
    make("td", { class: "rp-nowrap" }, sayDay(row.due_on)),
    make("td", { class: "rp-nowrap" }, row.completed_at ? sayDate(row.completed_at) : ""),
    make("td", { class: "rp-number" }, row.score === null ? "" : `${row.score} %`));
}

start();
