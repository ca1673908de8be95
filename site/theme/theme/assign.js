// The form that assigns a course to a team, or to people, by a day.

import { readAll, readJson, sendJson } from "./api.js";
import { choice, fill, labelled, make, showProblem } from "./dom.js";
import { count, daysFromToday, sayDay, today } from "./words.js";

const DAYS_TO_LEARN = 28;

export function makeAssignForm(onAssigned) {
  const place = make("div", {}, make("p", {}, "Loading…"));
  load(place, onAssigned);
  return place;
}

async function load(place, onAssigned) {
  try {
    const [courses, teams, people] = await Promise.all([readJson("/training/courses"), readJson("/teams"), readAll("/people?limit=200")]);
    const present = people.filter((person) => !person.left_at).sort((one, other) => one.name.localeCompare(other.name));
    fill(place, makeForm(courses.items, teams.items, present, onAssigned));
  } catch (error) {
    showProblem(place, error, () => load(place, onAssigned));
  }
}

function makeForm(courses, teams, people, onAssigned) {
  const parts = {
    course: choice([["", "Choose a course"], ...courses.map((course) => [course.id, course.title])], { required: true }),
    due: make("input", { type: "date", required: true, min: today(), value: daysFromToday(DAYS_TO_LEARN) }),
    team: choice([["", "No team"], ...teams.map((team) => [team.id, team.name])]),
    people: make("fieldset", { class: "rp-people" }, make("legend", {}, "People"), people.map(showPerson)),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Assign"),
    status: make("div", { role: "status" }),
  };
  const form = make("form", { class: "rp-form" },
    make("div", { class: "rp-grid" }, labelled("Course", parts.course), labelled("Due on", parts.due), labelled("Team", parts.team, "With the teams below it.")),
    parts.people, make("p", { class: "rp-actions" }, parts.send), parts.status);
  form.addEventListener("submit", (event) => { event.preventDefault(); assign(parts, onAssigned); });
  return form;
}

function showPerson(person) {
  return make("label", { class: "rp-option" }, make("input", { type: "checkbox", value: person.id }), make("span", {}, person.name, person.team_name ? make("small", {}, ` ${person.team_name}`) : null));
}

async function assign(parts, onAssigned) {
  const person_ids = [...parts.people.querySelectorAll(":checked")].map((input) => input.value);
  const team_id = parts.team.value || null;
  if (!team_id && !person_ids.length) return fill(parts.status, make("p", { class: "rp-note" }, "Choose a team or at least one person."));
  parts.send.disabled = true;
  try {
    const body = { course_id: parts.course.value, due_on: parts.due.value, team_id, person_ids };
    const done = await sendJson("POST", "/training/assignments", body, { key: crypto.randomUUID() });
    fill(parts.status, make("p", { class: "rp-note rp-note--good" }, describe(done)));
    onAssigned();
  } catch (error) {
    showProblem(parts.status, error);
  }
  parts.send.disabled = false;
}

function describe(done) {
  const already = done.already_assigned.length ? ` ${count(done.already_assigned.length, "person", "people")} had it already, with the date they had.` : "";
  return `Assigned to ${count(done.created, "person", "people")}, due on ${sayDay(done.due_on)}.${already}`;
}
