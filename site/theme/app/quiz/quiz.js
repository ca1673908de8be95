// The quiz of a course: begins an attempt or goes on with the open one, and shows what came of it.

import { readJson, sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { readCourse, whyNoQuiz } from "../training/courses.js";
import { offerRating } from "../training/rating.js";
import { showForm } from "./form.js";
import { showResult } from "./result.js";

const asked = new URLSearchParams(location.search);
const courseId = asked.get("course") || "";
const app = document.getElementById("app");
const heading = document.querySelector("h1");

async function start(attemptId) {
  if (!courseId)
    return fill(
      app,
      make("p", {}, "Choose a course in ", make("a", { href: "../my-training/" }, "My training"), " to take its quiz."),
    );
  fill(app, make("p", { class: "rp-status", role: "status" }, "Loading…"));
  try {
    const done = attemptId ? await readHandedIn(attemptId) : null;
    const course = await (done ? readKeptCourse() : readCourse(courseId));
    if (course) nameQuiz(course);
    const why = done ? "" : whyNoQuiz(course);
    if (done) tell(course, done);
    else if (why) explain(why, course.page.url, "Go to the course");
    else ask(course, await sendJson("POST", `/training/courses/${encodeURIComponent(courseId)}/attempts`));
  } catch (error) {
    refuse(error);
  }
}

function nameQuiz(course) {
  document.title = document.title.replace(/^Quiz\b(?!:)/, `Quiz: ${course.page.title}`);
  heading.firstChild.nodeValue = `Quiz: ${course.page.title}`;
}

// A result is shown also when its course has left the library: then there is none.
async function readKeptCourse() {
  try {
    return await readCourse(courseId);
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

// An attempt in the address that isn't handed in is gone on with, as any open one is.
async function readHandedIn(attemptId) {
  try {
    const attempt = await readJson(`/training/attempts/${encodeURIComponent(attemptId)}`);
    return attempt.submitted_at && attempt.course_id === courseId ? attempt : null;
  } catch (error) {
    if (error.status === 404 || error.status === 422) return null;
    throw error;
  }
}

function ask(course, attempt) {
  noteAttempt(attempt.id);
  const form = showForm(attempt, {
    done: (handedIn) => finish(course, handedIn),
    refuse: (error) => lose(error, attempt),
  });
  fill(
    app,
    make(
      "p",
      { class: "rp-lead" },
      `${sayRules(course, attempt)} `,
      make("a", { href: course.page.url }, "Back to the course"),
    ),
    form,
  );
}

function sayRules({ attempts_left }, { questions, pass_mark }) {
  const tries =
    attempts_left === null ? "You may try as often as you like." : `You have ${count(attempts_left, "attempt")} left.`;
  return `${count(questions.length, "question")}. You pass with ${pass_mark} %. ${tries} Your answers are saved as you go.`;
}

function finish(course, attempt) {
  tell(course, attempt).focus();
}

function tell(course, attempt) {
  noteAttempt(attempt.id);
  const [title, ...content] = showResult(attempt, course, again);
  const asked = make("div");
  const [summary, ...answers] = content;
  fill(app, summary, asked, answers);
  if (course && attempt.result.completion) offerRating(course.page.id, asked);
  return title;
}

async function again() {
  await start();
  heading.setAttribute("tabindex", "-1");
  heading.focus();
}

// Whoever loads the page again comes back to this attempt, or to its result.
function noteAttempt(attemptId) {
  const address = new URL(location.href);
  address.searchParams.set("attempt", attemptId);
  history.replaceState(history.state, "", address);
}

// Handed in from another place, or given up for a newer version: whatever it is now is shown.
function lose(error, attempt) {
  if (error.status === 409) return start(attempt.id);
  if (error.status !== 404) return refuse(error);
  explain("The course has changed since you began, so its quiz begins anew.", "", "Begin again");
}

function refuse(error) {
  if (error.status === 409) explain(error.message, "../my-training/", "Go to My training");
  else if (error.status === 404)
    explain("There is no such course, or it has no quiz.", "../my-training/", "Go to My training");
  else showProblem(app, error, () => start(asked.get("attempt")));
}

function explain(text, address, label) {
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/(?<![.!?])$/, ".");
  const next = address
    ? make("a", { class: "rp-button rp-button--main", href: address }, label)
    : make("button", { type: "button", class: "rp-button rp-button--main", onclick: again }, label);
  fill(
    app,
    make(
      "div",
      { class: "rp-card" },
      make("p", { role: "status" }, sentence),
      make("p", { class: "rp-actions" }, next),
    ),
  );
}

start(asked.get("attempt"));
