// My training: what is assigned to me, the most pressing first, and every course there is.

import { readAll, readJson } from "./api.js";
import { badge, fill, make, showProblem } from "./dom.js";
import { STATES, count, sayDate, sayDay, today } from "./words.js";

const ORDER = ["overdue", "in_progress", "not_started", "complete"];
const app = document.getElementById("app");

async function start() {
  fill(app, make("p", { class: "rp-status", role: "status" }, "Loading…"));
  try {
    const [assignments, courses] = await Promise.all([readAll("/training/assignments/mine?limit=200"), readJson("/training/courses")]);
    fill(app, showAssignments(assignments), showCourses(courses.items, assignments));
  } catch (error) {
    showProblem(app, error, start);
  }
}

function showAssignments(assignments) {
  const list = assignments.toSorted(byUrgency).map(showAssignment);
  const content = list.length ? make("ul", { class: "rp-cards" }, list) : make("p", { class: "rp-empty" }, "Nothing is assigned to you. Take any course below.");
  return make("section", {}, make("h2", {}, "Assigned to me"), content);
}

function byUrgency(one, other) {
  return ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.due_on.localeCompare(other.due_on);
}

function showAssignment(assignment) {
  const title = assignment.course_title || "A course that is no longer in the library";
  const name = assignment.course_url ? make("a", { href: assignment.course_url }, title) : title;
  return make("li", { class: "rp-card" },
    make("div", { class: "rp-card__head" }, make("h3", {}, name), badge(STATES[assignment.state], assignment.state)),
    make("p", { class: "rp-card__facts" }, factsOf(assignment)));
}

function factsOf(assignment) {
  if (assignment.state === "complete") {
    const score = assignment.score === null ? "" : ` with ${assignment.score} %`;
    return `Completed on ${sayDate(assignment.completed_at)}${score}.`;
  }
  const read = assignment.lessons_read ? ` ${count(assignment.lessons_read, "lesson")} read so far.` : "";
  return `${assignment.due_on < today() ? "Was due" : "Due"} on ${sayDay(assignment.due_on)}.${read}`;
}

function showCourses(courses, assignments) {
  const assigned = new Set(assignments.map((assignment) => assignment.course_id));
  const list = courses.map((course) => make("li", { class: "rp-card" },
    make("div", { class: "rp-card__head" }, make("h3", {}, make("a", { href: course.url }, course.title)), assigned.has(course.id) ? badge("Assigned", "plain") : null),
    course.summary && make("p", {}, course.summary)));
  const content = list.length ? make("ul", { class: "rp-cards" }, list) : make("p", { class: "rp-empty" }, "The library has no course yet.");
  return make("section", {}, make("h2", {}, "All courses"), content);
}

start();
