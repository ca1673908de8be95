// A course page: how you stand in it, what it asks, its lessons, and the next step.

import { signedIn } from "../shared/account.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { rememberTopics } from "../shared/labels.js";
import { count, nameState, sayDay, today } from "../shared/words.js";
import { factsOf } from "./course-facts.js";
import { practiceAddress, quizAddress, readCourse, whyNoQuiz } from "./courses.js";
import { offerRating } from "./rating.js";
import { saySituation } from "./states.js";

export async function showCourse(article) {
  const id = article.dataset.pageId;
  linkQuiz(article, id);
  const box = article.querySelector(".rp-course");
  if (!box) return;
  try {
    const [course, me] = await Promise.all([readCourse(id), signedIn]);
    rememberTopics(course);
    showBox(box, course, me);
    // Below the text, which needn't move when it comes.
    if (course.completion) offerRating(id, article);
  } catch (error) {
    if (error.isUnreachable || error.status === 401) box.remove();
    else showProblem(box, error);
  }
}

// A link to the quiz doesn't say whose it is.
function linkQuiz(article, id) {
  for (const link of article.querySelectorAll('a[href$="app/quiz/"]')) link.href = quizAddress(id);
}

function showBox(box, course, me) {
  const { standing } = course;
  fill(
    box,
    make(
      "div",
      { class: "rp-course__head" },
      course.lessons.length ? showProgress(course) : null,
      standing && badge(nameState(standing.state), standing.state),
    ),
    standing ? make("p", { class: "rp-course__standing" }, saySituation(standing, today())) : null,
    notesOn(course).map((words) => make("p", { class: "rp-note" }, words)),
    make(
      "dl",
      { class: "rp-course__facts" },
      factsOf(course).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
    ),
    course.prerequisites.length ? showPrerequisites(course.prerequisites) : null,
    course.lessons.length ? showLessons(course.lessons) : null,
    make("p", { class: "rp-actions" }, actionsOf(course), offerAssigning(course, me)),
  );
}

function showProgress(course) {
  const read = course.lessons.filter((lesson) => lesson.is_read).length;
  const label = `${read} of ${count(course.lessons.length, "lesson")} read`;
  return make(
    "div",
    { class: "rp-progress" },
    make("progress", { max: course.lessons.length, value: read, "aria-label": label }),
    make("span", {}, label),
  );
}

function notesOn(course) {
  const notes = [];
  if (course.is_event && course.standing?.state !== "complete")
    notes.push("Your manager records who took part. There is nothing to hand in here.");
  if (course.asks) notes.push(sayAsks(course));
  if (course.prerequisites.some((one) => !one.is_complete))
    notes.push("Another course comes first. You can read the lessons now, but they count only after it.");
  else if (course.has_quiz && course.attempts_left === 0 && course.is_due)
    notes.push("No attempt at the quiz is left. Ask your manager for another one.");
  else if (waitsForGraders(course)) notes.push("Your practical is with its graders. There is nothing left to do here.");
  return notes;
}

function waitsForGraders({ practical, is_due, next_step }) {
  return is_due && practical !== null && !practical.is_enough && practical.waiting > 0 && !next_step;
}

function sayAsks({ version, asks, standing, has_quiz, practical }) {
  const tests = [has_quiz ? "the quiz" : "", practical ? "the practical" : ""].filter(Boolean).join(" and ");
  const what = asks === "retake" ? `Pass ${tests || "all of it"} again` : "Read the lessons again";
  const end = standing?.valid_until;
  if (!end) return `Version ${version} is new. ${what}.`;
  return end < today()
    ? `Version ${version} is new. ${what}: your earlier completion has not counted since ${sayDay(end)}.`
    : `Version ${version} is new. ${what} by ${sayDay(end)}; until then your earlier completion counts.`;
}

function showPrerequisites(prerequisites) {
  const items = prerequisites.map(({ title, url, is_complete }) =>
    make(
      "li",
      {},
      make("a", { href: url }, title),
      badge(is_complete ? "Complete" : "To do first", is_complete ? "complete" : "not_started"),
    ),
  );
  return [make("p", { class: "rp-course__title" }, "Comes first"), make("ul", { class: "rp-course__lessons" }, items)];
}

function showLessons(lessons) {
  const items = lessons.map(({ page, is_read }) =>
    make("li", {}, make("a", { href: page.url }, page.title), is_read ? badge("Read", "complete") : null),
  );
  return [make("p", { class: "rp-course__title" }, "Lessons"), make("ol", { class: "rp-course__lessons" }, items)];
}

function actionsOf(course) {
  const { next_step: step, lessons } = course;
  const quiz = quizAddress(course.page.id);
  if (step?.kind === "course_first") return main(step.url, `First: ${step.title}`);
  if (step?.kind === "lesson")
    return main(step.url, lessons[0].is_read ? "Go on with the next lesson" : "Start the first lesson");
  if (step?.kind === "practical") return main(practiceAddress(course.page.id), "Show what you can do");
  if (whyNoQuiz(course)) return null;
  if (course.open_attempt_id) return main(quiz, "Go on with the quiz");
  return step ? main(quiz, "Take the quiz") : make("a", { class: "rp-button", href: quiz }, "Practise with the quiz");
}

function offerAssigning({ page }, me) {
  if (!me?.roles.some((role) => role === "manager" || role === "admin")) return null;
  const href = `/app/assignments/?course_id=${encodeURIComponent(page.id)}`;
  return make("a", { class: "rp-button", href }, "Assign this course");
}

function main(href, text) {
  return make("a", { class: "rp-button rp-button--main", href }, text);
}
