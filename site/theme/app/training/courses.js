// Courses: finds the one a page belongs to, and says where its quiz is.

import { readJson } from "../shared/api.js";

const SITE = new URL("../../", import.meta.url);

// A lesson lies in the folder of its course's page.
export async function findCourseOf(lessonPath) {
  const { items } = await readJson("/training/courses");
  const folder = partsOf(lessonPath).slice(0, -1).join("/");
  const found = items.find(({ page }) => partsOf(page.url).join("/") === folder);
  return found ? readCourse(found.page.id) : null;
}

export function readCourse(id) {
  return readJson(`/training/courses/${encodeURIComponent(id)}`);
}

export function quizAddress(courseId) {
  return new URL(`app/quiz/?course=${encodeURIComponent(courseId)}`, SITE).href;
}

export function practiceAddress(courseId) {
  return new URL(`app/practice/?course=${encodeURIComponent(courseId)}`, SITE).href;
}

// Says what stands between somebody and the quiz; nothing when it can be taken.
export function whyNoQuiz(course) {
  if (!course.has_quiz) return "This course has no quiz.";
  const missing = course.prerequisites.filter((one) => !one.is_complete);
  if (missing.length) return `Complete ${missing.map((one) => `“${one.title}”`).join(" and ")} first.`;
  if (course.open_attempt_id) return "";
  const unread = course.lessons.filter((lesson) => !lesson.is_read).length;
  if (unread && course.is_due) return `Read all lessons first: ${unread} left.`;
  if (course.attempts_left === null) return "";
  if (!course.is_due) return "You have completed this course, and its attempts are limited.";
  return course.attempts_left ? "" : "No attempt is left. Ask your manager for another one.";
}

export function isSamePage(one, other) {
  return partsOf(one).join("/") === partsOf(other).join("/");
}

function partsOf(path) {
  return decodeURIComponent(path).split("/").filter(Boolean);
}
