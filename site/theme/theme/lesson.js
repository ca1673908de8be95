// A lesson: the button that records it as read, and the way to the next lesson or the quiz.

import { sendJson } from "./api.js";
import { findCourseOf, isSamePage, quizAddress } from "./courses.js";
import { fill, make, showProblem } from "./dom.js";

export async function offerReading(article) {
  const place = make("section", { class: "rp-card rp-lesson", lang: "en", "aria-label": "This lesson" });
  try {
    const course = await findCourseOf(location.pathname);
    if (!course) return;
    article.after(place);
    showLesson(place, course);
  } catch (error) {
    if (error.isUnreachable || error.status === 401) return;
    article.after(place);
    showProblem(place, error);
  }
}

function showLesson(place, course) {
  const at = course.lessons.findIndex((lesson) => isSamePage(lesson.page.url, location.pathname));
  if (at < 0) return place.remove();
  const lesson = course.lessons[at];
  const status = make("p", { class: "rp-lesson__state", role: "status" }, lesson.is_read ? "You have read this lesson." : "Finished? Record it, and it counts towards the course.");
  const button = make("button", { type: "button", class: "rp-button rp-button--main" }, "I have read this lesson");
  button.addEventListener("click", () => recordReading(place, course, lesson, button));
  fill(place,
    make("p", { class: "rp-lesson__course" }, `Lesson ${at + 1} of ${course.lessons.length}, `, make("a", { href: course.page.url }, course.page.title)),
    status,
    make("p", { class: "rp-actions" }, lesson.is_read ? null : button, nextStep(course, at)));
}

function nextStep(course, at) {
  const next = course.lessons[at + 1];
  if (next) return make("a", { class: "rp-button", href: next.page.url }, `Next: ${next.page.title}`);
  if (course.has_quiz) return make("a", { class: "rp-button", href: quizAddress(course.page.id) }, "Take the quiz");
  return null;
}

async function recordReading(place, course, lesson, button) {
  button.disabled = true;
  try {
    const path = `/training/courses/${encodeURIComponent(course.page.id)}/lessons/${encodeURIComponent(lesson.page.id)}/read`;
    const answer = await sendJson("PUT", path);
    lesson.is_read = true;
    showLesson(place, course);
    if (answer.completion) fill(place.querySelector("[role=status]"), "Recorded. That completes the course.");
    place.querySelector(".rp-actions a")?.focus();
  } catch (error) {
    button.disabled = false;
    const trouble = place.querySelector(".rp-trouble") || place.appendChild(make("div", { class: "rp-trouble" }));
    showProblem(trouble, error);
  }
}
