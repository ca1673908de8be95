// A course page: how far you are, its lessons, and the quiz.

import { quizAddress, readCourse } from "./courses.js";
import { badge, fill, make, showProblem } from "./dom.js";
import { count, sayDate } from "./words.js";

export async function showCourse(article) {
  const id = article.dataset.pageId;
  linkQuiz(article, id);
  const box = make("section", { class: "rp-card rp-course", lang: "en", "aria-label": "Your progress" });
  try {
    showBox(box, await readCourse(id));
  } catch (error) {
    if (error.isUnreachable || error.status === 401) return;
    showProblem(box, error);
  }
  (article.querySelector("h1") || article.firstElementChild).after(box);
}

export function showProgress(course) {
  const read = course.lessons.filter((lesson) => lesson.is_read).length;
  const label = `${read} of ${count(course.lessons.length, "lesson")} read`;
  return make("div", { class: "rp-progress" },
    make("progress", { max: course.lessons.length || 1, value: read, "aria-label": label }),
    make("span", {}, label));
}

// A link to the quiz doesn't say whose it is.
function linkQuiz(article, id) {
  for (const link of article.querySelectorAll('a[href$="app/quiz/"]')) link.href = quizAddress(id);
}

function showBox(box, course) {
  fill(box,
    make("div", { class: "rp-course__head" }, showProgress(course), course.completion ? badge("Complete", "complete") : null),
    make("p", { class: "rp-course__facts" }, factsOf(course)),
    make("ol", { class: "rp-course__lessons" }, course.lessons.map(showLesson)),
    make("p", { class: "rp-actions" }, actionsOf(course)));
}

function factsOf(course) {
  const facts = [];
  if (course.minutes) facts.push(`About ${course.minutes} minutes`);
  if (course.has_quiz) facts.push(`${course.pass_mark} % to pass the quiz`);
  if (course.best_score !== null) facts.push(`your best: ${course.best_score} %`);
  if (course.completion) facts.push(`completed on ${sayDate(course.completion.completed_at)}`);
  if (course.completion?.expires_at) facts.push(`valid until ${sayDate(course.completion.expires_at)}`);
  return facts.length ? `${facts.join(", ")}.` : "";
}

function showLesson(lesson) {
  return make("li", {}, make("a", { href: lesson.page.url }, lesson.page.title), lesson.is_read ? badge("Read", "complete") : null);
}

function actionsOf(course) {
  const next = course.lessons.find((lesson) => !lesson.is_read);
  const actions = [];
  if (next) actions.push(make("a", { class: "rp-button rp-button--main", href: next.page.url }, course.lessons[0] === next ? "Start the first lesson" : "Go on with the next lesson"));
  if (course.has_quiz && !next) actions.push(make("a", { class: "rp-button rp-button--main", href: quizAddress(course.page.id) }, course.completion ? "Take the quiz again" : "Take the quiz"));
  return actions;
}
