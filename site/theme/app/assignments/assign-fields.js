// What an assignment is made of: its fields, those that are rarely needed folded away, and the body that they say.

import { choice, labelled, make } from "../shared/dom.js";
import { segments } from "../shared/segments.js";
import { daysFromToday, today } from "../shared/words.js";
import { makePeoplePicker } from "./people-picker.js";

const DAYS_TO_LEARN = 28;
const ROLES = [
  ["", "Any role"],
  ["rep", "Reps"],
  ["manager", "Managers"],
  ["author", "Authors"],
  ["admin", "Admins"],
];

// `asked` are the ids of a course, a team and a person that are chosen already.
export function makeFields({ courses, paths, teams, people }, asked) {
  const pairs = (items) => items.map(({ id, title }) => [id, title]);
  const fields = {
    what: "course",
    when: "day",
    places: {},
    course: choice([["", "Choose a course"], ...pairs(courses)]),
    path: choice([["", "Choose a path"], ...pairs(paths)]),
    picker: makePeoplePicker(people, "People by name", asked.person),
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
  choose(fields.course, asked.course);
  choose(fields.team, asked.team);
  return fields;
}

export function showFields(fields) {
  const parts = [showWhat(fields), showWhom(fields), showWhen(fields), showMore(fields)];
  turn(fields);
  return parts;
}

export function bodyOf(fields) {
  const isPath = fields.what === "path";
  const due = fields.when === "day" ? { due_on: fields.dueOn.value } : { due_days: Number(fields.dueDays.value) };
  return {
    ...(isPath ? { path_id: fields.path.value } : { course_id: fields.course.value, ...due }),
    person_ids: fields.picker.ids(),
    team_id: fields.team.value || null,
    with_below: fields.below.checked,
    role: fields.role.value || null,
    region: fields.region.value.trim() || null,
    hired_from: fields.hiredFrom.value || null,
    hired_until: fields.hiredUntil.value || null,
    repeat_months: fields.repeat.value ? Number(fields.repeat.value) : null,
    priority: fields.priority.value,
    starts_on: fields.startsOn.value || null,
  };
}

// What has to be said before anybody can be counted; nothing when all is there.
export function sayMissing(body) {
  if (body.path_id === "") return "Choose a path.";
  if (body.course_id === "") return "Choose a course.";
  return body.person_ids.length || namesGroup(body) ? "" : "Choose people, a team, a role, a region or hire dates.";
}

// Whether it reaches people who fit, and not only those named.
export function namesGroup(body) {
  return Boolean(body.team_id || body.role || body.region || body.hired_from || body.hired_until);
}

// What isn't there to choose from stays unchosen.
function choose(select, value) {
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

function showWhat(fields) {
  fields.places.course = labelled("Course", fields.course);
  fields.places.path = labelled("Path", fields.path, "Its page says on which day each course is due.");
  const kinds = [
    ["course", "A course"],
    ["path", "A path"],
  ];
  const turnTo = (what) => {
    fields.what = what;
    turn(fields);
  };
  return part("What", segments("What to assign", kinds, "course", turnTo), fields.places.course, fields.places.path);
}

function showWhom(fields) {
  return part(
    "To whom",
    make(
      "div",
      { class: "rp-grid" },
      labelled("Team", fields.team),
      make("label", { class: "rp-option rp-check" }, fields.below, make("span", {}, "With the teams below it")),
    ),
    fields.picker.element,
  );
}

function showWhen(fields) {
  fields.places.day = labelled("Due on", fields.dueOn);
  fields.places.days = labelled("Days to do it", fields.dueDays, "From the start; for who joins later, from then.");
  const ways = [
    ["day", "Due on a day"],
    ["days", "So many days after the start"],
  ];
  fields.places.due = segments("When it is due", ways, "day", (when) => {
    fields.when = when;
    turn(fields);
  });
  return part(
    "By when",
    fields.places.due,
    make("div", { class: "rp-grid" }, fields.places.day, fields.places.days, labelled("How urgent", fields.priority)),
  );
}

function showMore(fields) {
  const more = make(
    "details",
    {},
    make("summary", {}, "More choices"),
    make(
      "p",
      { class: "rp-hint" },
      "Whom it reaches beside people by name: everybody who fits all of these, also later.",
    ),
    make(
      "div",
      { class: "rp-grid" },
      labelled("Role", fields.role),
      labelled("Region", fields.region),
      labelled("Hired from", fields.hiredFrom),
      labelled("Hired until", fields.hiredUntil),
      labelled("Starts on", fields.startsOn, "Today, without a day."),
      labelled("Again every so many months", fields.repeat, "Once, without a number."),
    ),
  );
  // A field that is wrong can't be shown by the browser while it is folded away.
  more.addEventListener("invalid", () => more.setAttribute("open", ""), true);
  return more;
}

function part(name, ...content) {
  return make("div", { class: "rp-part" }, make("p", { class: "rp-part__name" }, name), content);
}

// Only what is asked for is there to be filled in.
function turn({ what, when, places, course, path, dueOn, dueDays }) {
  const isPath = what === "path";
  places.course.hidden = isPath;
  places.path.hidden = !isPath;
  course.required = !isPath;
  path.required = isPath;
  places.due.hidden = isPath;
  places.day.hidden = isPath || when !== "day";
  places.days.hidden = isPath || when !== "days";
  dueOn.required = !places.day.hidden;
  dueDays.required = !places.days.hidden;
  dueOn.disabled = places.day.hidden;
  dueDays.disabled = places.days.hidden;
}
