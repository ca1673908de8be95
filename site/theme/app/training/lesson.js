// A lesson: the button that records it as read, and the way to the next lesson or the quiz.

import { sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { findCourseOf, isSamePage, quizAddress, whyNoQuiz } from "./courses.js";
import { offerRating } from "./rating.js";

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
  const first = course.prerequisites.find((one) => !one.is_complete);
  const button = make("button", { type: "button", class: "rp-button rp-button--main" }, "I have read this lesson");
  button.addEventListener("click", () => recordReading(place, course, lesson, button));
  fill(
    place,
    make(
      "p",
      { class: "rp-lesson__course" },
      `Lesson ${at + 1} of ${course.lessons.length}, `,
      make("a", { href: course.page.url }, course.page.title),
    ),
    make("p", { class: "rp-lesson__state", role: "status" }, sayState(lesson, first)),
    make("p", { class: "rp-actions" }, lesson.is_read || first ? null : button, nextStep(course, at, first)),
  );
}

function sayState(lesson, first) {
  if (lesson.is_read) return "You have read this lesson.";
  if (first) return `Read on as you like. It counts once you have completed “${first.title}”.`;
  return "Finished? Record it, and it counts towards the course.";
}

function nextStep(course, at, first) {
  const next = course.lessons[at + 1];
  const steps = [];
  if (next) steps.push(make("a", { class: "rp-button", href: next.page.url }, `Next: ${next.page.title}`));
  else if (course.is_due && !whyNoQuiz(course))
    steps.push(make("a", { class: "rp-button", href: quizAddress(course.page.id) }, "Take the quiz"));
  else steps.push(make("a", { class: "rp-button", href: course.page.url }, "Back to the course"));
  const before = course.next_step?.kind === "course_first" ? course.next_step : first;
  if (before) steps.unshift(make("a", { class: "rp-button", href: before.url }, `First: ${before.title}`));
  return steps;
}

async function recordReading(place, course, lesson, button) {
  button.disabled = true;
  try {
    const [courseId, lessonId] = [course.page.id, lesson.page.id].map(encodeURIComponent);
    const path = `/training/courses/${courseId}/lessons/${lessonId}/read`;
    const answer = await sendJson("PUT", path);
    lesson.is_read = true;
    if (answer.completion) course.is_due = false;
    showLesson(place, course);
    if (answer.completion) {
      fill(place.querySelector("[role=status]"), "Recorded. That completes the course.");
      offerRating(course.page.id, place);
    }
    place.querySelector(".rp-actions a")?.focus();
  } catch (error) {
    button.disabled = false;
    const trouble = place.querySelector(".rp-trouble") || place.appendChild(make("div", { class: "rp-trouble" }));
    showProblem(trouble, error);
  }
}
