// Courses: finds the one a page belongs to, and says where its quiz is.

import { readJson } from "./api.js";

const SITE = new URL("../", import.meta.url);

// A lesson lies in the folder of its course's page.
export async function findCourseOf(lessonPath) {
  const { items } = await readJson("/training/courses");
  const folder = partsOf(lessonPath).slice(0, -1).join("/");
  const page = items.find((course) => partsOf(course.url).join("/") === folder);
  return page ? readCourse(page.id) : null;
}

export function readCourse(id) {
  return readJson(`/training/courses/${encodeURIComponent(id)}`);
}

export function quizAddress(courseId) {
  return new URL(`app/quiz/?course=${encodeURIComponent(courseId)}`, SITE).href;
}

export function isSamePage(one, other) {
  return partsOf(one).join("/") === partsOf(other).join("/");
}

function partsOf(path) {
  return decodeURIComponent(path).split("/").filter(Boolean);
}
