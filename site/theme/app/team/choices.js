// What a manager chooses from: teams, people, courses, their areas and skills; each is asked for once.

import { readAll, readJson } from "../shared/api.js";
import { labelOf, rememberTopics } from "../shared/labels.js";

const MOST_PAGES = 100;
const asked = new Map();

export function readTeams() {
  return once("teams", async () => byName((await readJson("/teams")).items));
}

// Those who are with the company now.
export function readPeople() {
  const now = new Date();
  return once("people", async () =>
    byName(
      (await readAll("/people?limit=200", MOST_PAGES)).filter(
        (person) => !person.left_at || new Date(person.left_at) > now,
      ),
    ),
  );
}

export function readCourses() {
  return once("courses", async () => {
    const answer = await readJson("/training/courses");
    rememberTopics(answer);
    return answer.items
      .map(({ page, kind, areas, skills }) => ({ id: page.id, title: page.title, url: page.url, kind, areas, skills }))
      .sort((one, other) => one.title.localeCompare(other.title));
  });
}

// Pairs of a job's id and title; none where the library can't say them just now.
export function readJobs() {
  return once("jobs", async () => (await readJson("/jobs")).items.map(({ page }) => [page.id, page.title])).catch(
    () => [],
  );
}

export function readPaths() {
  return once("paths", () => readAll("/content?type=path&limit=200"));
}

// Areas and skills by the names that the library gives them: pairs of value and label.
export async function readTopics() {
  const courses = await readCourses();
  const pairs = (name, values) =>
    [...new Set(values)]
      .map((value) => [value, labelOf(name, value)])
      .sort((one, other) => one[1].localeCompare(other[1]));
  return {
    area: pairs(
      "area",
      courses.flatMap(({ areas }) => areas),
    ),
    skill: pairs(
      "skill",
      courses.flatMap(({ skills }) => skills),
    ),
  };
}

// What couldn't be read is asked for again the next time.
function once(name, read) {
  if (!asked.has(name))
    asked.set(
      name,
      read().catch((error) => {
        asked.delete(name);
        throw error;
      }),
    );
  return asked.get(name);
}

function byName(items) {
  return [...items].sort((one, other) => one.name.localeCompare(other.name));
}
