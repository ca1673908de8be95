// The form that assigns a course or a path: first whom it would reach, then it is given, and followed until all have it.

import { readJson, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { segments } from "../shared/segments.js";
import { count, daysFromToday, sayDay, today } from "../shared/words.js";
import { readCourses, readPaths, readPeople, readTeams } from "../team/choices.js";
import { makePeoplePicker } from "./people-picker.js";

const DAYS_TO_LEARN = 28;
const ROLES = [
  ["", "Any role"],
  ["rep", "Reps"],
  ["manager", "Managers"],
  ["author", "Authors"],
  ["admin", "Admins"],
];
const WAITS = [500, 1000, 2000, 5000];

export function makeAssignForm(changed) {
  const place = make("div", {}, make("p", {}, "Loading…"));
  load(place, changed);
  return place;
}

async function load(place, changed) {
  try {
    const [courses, paths, teams, people] = await Promise.all([readCourses(), readPaths(), readTeams(), readPeople()]);
    fill(place, makeForm({ courses, paths, teams, people }, changed));
  } catch (error) {
    showProblem(place, error, () => load(place, changed));
  }
}

function makeForm(known, changed) {
  const form = {
    ...makeFields(known),
    changed,
    status: make("div", { role: "status" }),
    what: "course",
    when: "day",
    turn: 0,
  };
  const element = make(
    "form",
    { class: "rp-form" },
    showWhat(form),
    showWhom(form),
    showWhen(form),
    make(
      "p",
      { class: "rp-actions" },
      make("button", { type: "submit", class: "rp-button rp-button--main" }, "Preview"),
    ),
    form.status,
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    preview(form);
  });
  element.addEventListener("input", () => {
    form.turn += 1;
    fill(form.status);
  });
  turn(form);
  return element;
}

function makeFields({ courses, paths, teams, people }) {
  const pairs = (items) => items.map(({ id, title }) => [id, title]);
  return {
    course: choice([["", "Choose a course"], ...pairs(courses)]),
    path: choice([["", "Choose a path"], ...pairs(paths)]),
    picker: makePeoplePicker(people, "People by name"),
    team: choice([["", "No team"], ...teams.map(({ id, name }) => [id, name])]),
    below: make("input", { type: "checkbox", checked: true }),
    role: choice(ROLES),
    region: make("input", { type: "text", maxlength: "100" }),
    hiredFrom: make("input", { type: "date" }),
    hiredUntil: make("input", { type: "date" }),
    dueOn: make("input", { type: "date", min: today(), value: daysFromToday(DAYS_TO_LEARN) }),
    dueDays: make("input", { type: "number", min: "0", max: "3650", value: DAYS_TO_LEARN }),
    startsOn: make("input", { type: "date", min: today() }),
    repeat: make("input", { type: "number", min: "1", max: "120" }),
    priority: choice([
      ["required", "Required"],
      ["recommended", "Recommended"],
    ]),
  };
}

function showWhat(form) {
  form.places = {
    course: labelled("Course", form.course),
    path: labelled("Path", form.path, "Its page says on which day each course is due."),
  };
  return part(
    "What",
    segments(
      "What to assign",
      [
        ["course", "A course"],
        ["path", "A path"],
      ],
      "course",
      (what) => {
        form.what = what;
        turn(form);
      },
    ),
    form.places.course,
    form.places.path,
  );
}

function showWhom(form) {
  return part(
    "To whom",
    form.picker.element,
    make("p", { class: "rp-hint" }, "And everybody who fits all of these, now and later:"),
    make(
      "div",
      { class: "rp-grid" },
      labelled("Team", form.team),
      make("label", { class: "rp-option rp-check" }, form.below, make("span", {}, "With the teams below it")),
      labelled("Role", form.role),
      labelled("Region", form.region),
      labelled("Hired from", form.hiredFrom),
      labelled("Hired until", form.hiredUntil),
    ),
  );
}

function showWhen(form) {
  form.places.day = labelled("Due on", form.dueOn);
  form.places.days = labelled("Days to do it", form.dueDays, "From the start; for who joins later, from then.");
  form.places.due = segments(
    "When it is due",
    [
      ["day", "Due on a day"],
      ["days", "So many days after the start"],
    ],
    "day",
    (when) => {
      form.when = when;
      turn(form);
    },
  );
  return part(
    "By when",
    form.places.due,
    make(
      "div",
      { class: "rp-grid" },
      form.places.day,
      form.places.days,
      labelled("Starts on", form.startsOn, "Today, without a day."),
      labelled("Again every so many months", form.repeat, "Once, without a number."),
      labelled("How urgent", form.priority),
    ),
  );
}

function part(name, ...content) {
  return make("div", { class: "rp-part" }, make("p", { class: "rp-part__name" }, name), content);
}

// Only what is asked for is there to be filled in.
function turn(form) {
  const isPath = form.what === "path";
  form.places.course.hidden = isPath;
  form.places.path.hidden = !isPath;
  form.course.required = !isPath;
  form.path.required = isPath;
  form.places.due.hidden = isPath;
  form.places.day.hidden = isPath || form.when !== "day";
  form.places.days.hidden = isPath || form.when !== "days";
  form.dueOn.required = !form.places.day.hidden;
  form.dueDays.required = !form.places.days.hidden;
  form.dueOn.disabled = form.places.day.hidden;
  form.dueDays.disabled = form.places.days.hidden;
}

function bodyOf(form) {
  const isPath = form.what === "path";
  const due = isPath
    ? {}
    : form.when === "day"
      ? { due_on: form.dueOn.value }
      : { due_days: Number(form.dueDays.value) };
  return {
    ...(isPath ? { path_id: form.path.value } : { course_id: form.course.value }),
    ...due,
    person_ids: form.picker.ids(),
    team_id: form.team.value || null,
    with_below: form.below.checked,
    role: form.role.value || null,
    region: form.region.value.trim() || null,
    hired_from: form.hiredFrom.value || null,
    hired_until: form.hiredUntil.value || null,
    repeat_months: form.repeat.value ? Number(form.repeat.value) : null,
    priority: form.priority.value,
    starts_on: form.startsOn.value || null,
  };
}

function namesNobody(body) {
  return (
    !body.person_ids.length && !body.team_id && !body.role && !body.region && !body.hired_from && !body.hired_until
  );
}

// Whatever is changed after a preview takes it away: what is sent is what was shown.
async function preview(form) {
  const asking = (form.turn += 1);
  const body = bodyOf(form);
  if (namesNobody(body))
    return fill(form.status, make("p", { class: "rp-note" }, "Choose people, a team, a role, a region or hire dates."));
  try {
    const { reached } = await sendJson("POST", "/training/assignments?dry_run=true", body);
    if (asking === form.turn) offer(form, body, reached);
  } catch (error) {
    if (asking === form.turn) showProblem(form.status, error, () => preview(form));
  }
}

function offer(form, body, reached) {
  const key = crypto.randomUUID();
  const send = make(
    "button",
    { type: "button", class: "rp-button rp-button--main", onclick: () => assign(form, body, key, send) },
    "Assign",
  );
  const whom = reached ? `It would reach ${count(reached, "person", "people")} now` : "It would reach nobody now";
  const later = namesNobody({ ...body, person_ids: [] }) ? "." : ", and whoever fits later.";
  fill(
    form.status,
    make(
      "div",
      { class: "rp-note rp-note--info" },
      make("p", {}, whom + later),
      make("p", { class: "rp-actions" }, send),
    ),
  );
  send.focus();
}

async function assign(form, body, key, send) {
  send.disabled = true;
  try {
    const rule = await sendJson("POST", "/training/assignments", body, { key });
    form.picker.clear();
    form.changed();
    await follow(form, rule);
  } catch (error) {
    send.disabled = false;
    showProblem(form.status, error, () => assign(form, body, key, send));
  }
}

// Many people get it a little later; the page asks again until all of them have it.
async function follow(form, rule) {
  const { turn: mine } = form;
  const isLater = rule.starts_on > today();
  for (let step = 0; !rule.is_applied && !isLater && mine === form.turn; step += 1) {
    fill(
      form.status,
      make(
        "p",
        { class: "rp-note rp-note--info" },
        `Being assigned: ${count(peopleOf(rule), "person has", "people have")} it so far…`,
      ),
    );
    await new Promise((done) => {
      setTimeout(done, WAITS[Math.min(step, WAITS.length - 1)]);
    });
    rule = await readJson(`/training/assignments/${rule.id}`);
    if (rule.is_applied) form.changed();
  }
  if (mine !== form.turn) return;
  fill(
    form.status,
    make(
      "p",
      { class: "rp-note rp-note--good" },
      isLater
        ? `Assigned; it begins on ${sayDay(rule.starts_on)}.`
        : `Assigned to ${count(peopleOf(rule), "person", "people")}.`,
    ),
  );
}

// Of a path each course is counted for itself.
function peopleOf({ given, courses }) {
  return Math.round(given / courses.length);
}
