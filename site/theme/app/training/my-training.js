// My training: what is mine to do, the most pressing first, what is done, and every course there is.

import { readJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { labelOf, rememberTopics } from "../shared/labels.js";
import { makeWaiting } from "../shared/waiting.js";
import { count, isEvent, KINDS, nameState, sayDay, sayMinutes } from "../shared/words.js";
import { showCatalogue } from "./course-list.js";
import { isDone, isPressing, saySituation } from "./states.js";

const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("To do now"));
  try {
    const [mine, courses] = await Promise.all([readJson("/training/mine"), readJson("/training/courses")]);
    rememberTopics(courses);
    fill(app, showTasks(mine), showCatalogue(courses.items));
  } catch (error) {
    showProblem(app, error, start);
  }
}

function showTasks({ items, as_of }) {
  const open = items.filter((task) => !isDone(task));
  const done = items.filter(isDone);
  const now = open.filter((task) => isPressing(task, as_of) || open.some((other) => waits(other, task, as_of)));
  const later = open.filter((task) => !now.includes(task));
  const show = (task) => showTask(task, as_of);
  return [
    section(
      "To do now",
      now.length
        ? make("ul", { class: "rp-tasks" }, now.map(show))
        : make("p", { class: "rp-empty" }, sayNothing(items, later)),
    ),
    later.length ? section("Later", make("ul", { class: "rp-tasks" }, later.map(show))) : null,
    done.length ? showDone(done, as_of) : null,
  ];
}

// What comes before something that can't wait can't wait either.
function waits(other, task, on) {
  return isPressing(other, on) && other.first.includes(task.course_id);
}

function sayNothing(items, later) {
  if (!items.length) return "Nothing is assigned to you. Take any course below that interests you.";
  return later.length
    ? "Nothing is pressing. What comes next stands below."
    : "You are up to date. Nothing is left to do.";
}

function section(title, content) {
  return make("section", {}, make("h2", {}, title), content);
}

function showTask(task, on) {
  return make(
    "li",
    { class: `rp-card rp-task rp-task--${task.state}` },
    make("div", { class: "rp-card__head" }, make("h3", {}, nameOf(task)), badge(nameState(task.state), task.state)),
    make("p", { class: "rp-task__situation" }, saySituation(task, on)),
    isEvent(task.kind) ? make("p", {}, sayDates(task.held_on, on)) : null,
    make("p", { class: "rp-card__facts" }, factsOf(task).join(" · ")),
    make("p", { class: "rp-actions" }, actionOf(task)),
  );
}

function nameOf(task) {
  return task.url ? make("a", { href: task.url }, task.title) : task.title;
}

function factsOf(task) {
  const asked = task.priority === "required" ? "Required by" : "Recommended by";
  const facts = [KINDS[task.kind] || task.kind];
  if (task.assigned_by) facts.push(`${asked} ${task.assigned_by}`);
  if (task.minutes) facts.push(sayMinutes(task.minutes));
  if (task.lessons) facts.push(`${task.lessons_read} of ${count(task.lessons, "lesson")} read`);
  return [...facts, ...task.areas.map((area) => labelOf("area", area))];
}

function actionOf(task) {
  if (!task.url) return "It is no longer in the library. Ask who assigned it.";
  if (!task.action) return null;
  const { label, url: href } = task.action;
  return make("a", { class: "rp-button rp-button--main", href, "aria-label": `${label}: ${task.title}` }, label);
}

function sayDates(dates, on) {
  const next = dates.find((day) => day >= on);
  if (next) return `Next date: ${sayDay(next)}.`;
  return dates.length ? `Held on ${sayDay(dates.at(-1))}. No new date yet.` : "No date yet.";
}

function showDone(done, on) {
  const list = make(
    "ul",
    { class: "rp-done" },
    done.map((task) =>
      make(
        "li",
        {},
        make("span", {}, nameOf(task), task.state === "waived" ? badge(nameState(task.state), task.state) : null),
        make("span", { class: "rp-muted" }, saySituation(task, on)),
      ),
    ),
  );
  return make("details", { class: "rp-fold" }, make("summary", {}, make("h2", {}, `Done (${done.length})`)), list);
}

start();
