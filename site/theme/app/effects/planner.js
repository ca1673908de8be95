// The form that plans a roll-out, in three steps: what, to whom, and when it is read; then it is drawn for good.

import { makePeoplePicker } from "../assignments/people-picker.js";
import { readJson, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { segments } from "../shared/segments.js";
import { count, daysFrom, daysFromToday, today } from "../shared/words.js";
import { readCourses, readPeople, readTeams } from "../team/choices.js";
import { OUTCOMES } from "./outcomes.js";

const PAUSE_MS = 350;
const WEEKS = 13;

// `began` is told what was drawn.
export function makePlanner(began) {
  const place = make("div", {}, make("p", { class: "rp-form-waiting" }, "Loading…"));
  load(place, began);
  return place;
}

async function load(place, began) {
  try {
    const [courses, people, teams, playbooks] = await Promise.all([
      readCourses(),
      readPeople(),
      readTeams(),
      readJson("/content?type=playbook&limit=200"),
    ]);
    fill(place, makeForm({ courses, people, teams, playbooks: playbooks.items }, began));
  } catch (error) {
    showProblem(place, error, () => load(place, began));
  }
}

function makeForm(known, began) {
  const form = {
    fields: makeFields(known),
    began,
    power: make("p", { class: "rp-reach", role: "status" }),
    outcome: make("div", { class: "rp-outcome", role: "status", tabindex: "-1" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main", disabled: true }, "Draw, and begin"),
    foretold: null,
    timer: 0,
    turn: 0,
  };
  form.element = make(
    "form",
    { class: "rp-form" },
    showSteps(form),
    make("div", { class: "rp-form-end" }, form.outcome, form.power, make("p", { class: "rp-actions" }, form.send)),
  );
  form.element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.foretold) begin(form, form.foretold);
  });
  form.element.addEventListener("input", () => foretellSoon(form));
  turn(form.fields);
  foretell(form);
  return form.element;
}

function makeFields({ courses, people, teams, playbooks }) {
  const pairs = (items) => items.map(({ id, title }) => [id, title]);
  return {
    kind: "course",
    unit: "person",
    name: make("input", { type: "text", maxlength: "200", required: true }),
    course: choice([["", "Choose a course"], ...pairs(courses)]),
    page: choice([["", "Choose a playbook"], ...pairs(playbooks)]),
    picker: makePeoplePicker(people, "People to draw from"),
    teams: teams.map(({ id, name }) => [make("input", { type: "checkbox", value: id }), name]),
    strata: [
      [make("input", { type: "checkbox", value: "team", checked: true }), "team"],
      [make("input", { type: "checkbox", value: "region" }), "region"],
      [make("input", { type: "checkbox", value: "tenure" }), "time with the company"],
    ],
    outcome: choice(OUTCOMES),
    first: make("input", { type: "date", min: today(), value: today(), required: true }),
    second: make("input", { type: "date", min: today(), value: daysFromToday(7 * WEEKS), required: true }),
    places: {},
  };
}

function showSteps({ fields }) {
  return [
    step("1. What", [
      labelled("Name", fields.name, "As it stands in the list, such as “Pricing course first”."),
      segments(
        "What to roll out",
        [
          ["course", "A course"],
          ["page", "A playbook"],
        ],
        "course",
        (kind) => {
          fields.kind = kind;
          turn(fields);
        },
      ),
      (fields.places.course = labelled("Course", fields.course, "Each wave is assigned on its day.")),
      (fields.places.page = labelled("Playbook", fields.page, "You get the list, and give it to each wave yourself.")),
    ]),
    step("2. To whom", [
      segments(
        "What is drawn",
        [
          ["person", "People"],
          ["team", "Whole teams"],
        ],
        "person",
        (unit) => {
          fields.unit = unit;
          turn(fields);
        },
      ),
      (fields.places.people = make("div", {}, fields.picker.element, checks("Evenly within each", fields.strata))),
      (fields.places.teams = checks("Teams to draw from", fields.teams)),
    ]),
    step("3. When it is read", [
      labelled("Outcome", fields.outcome, "One, fixed now: who looks at many finds something by chance."),
      make(
        "div",
        { class: "rp-grid" },
        labelled("First wave from", fields.first),
        labelled("Read on, and second wave from", fields.second, "Until then the others wait, and are compared."),
      ),
    ]),
  ];
}

function step(name, content) {
  return make("div", { class: "rp-part" }, make("p", { class: "rp-part__name" }, name), content);
}

function checks(legend, pairs) {
  const options = pairs.map(([box, name]) => make("label", { class: "rp-option" }, box, make("span", {}, name)));
  return make("fieldset", { class: "rp-picker" }, make("legend", {}, legend), options);
}

function turn({ kind, unit, places }) {
  places.course.hidden = kind !== "course";
  places.page.hidden = kind !== "page";
  places.people.hidden = unit !== "person";
  places.teams.hidden = unit !== "team";
}

function bodyOf(fields) {
  const subject = fields.kind === "course" ? { course_id: fields.course.value } : { page_id: fields.page.value };
  const chosen = (pairs) => pairs.filter(([box]) => box.checked).map(([box]) => box.value);
  const units =
    fields.unit === "person"
      ? { person_ids: fields.picker.ids(), strata: chosen(fields.strata) }
      : { team_ids: chosen(fields.teams) };
  return {
    name: fields.name.value.trim(),
    ...subject,
    ...units,
    waves: [fields.first.value, fields.second.value],
    outcome: fields.outcome.value,
    reading_on: fields.second.value,
  };
}

function sayMissing(body) {
  if (!body.name) return "Give it a name.";
  if (body.course_id === "") return "Choose a course.";
  if (body.page_id === "") return "Choose a playbook.";
  const chosen = (body.person_ids || body.team_ids).length;
  if (chosen < 4) return `Choose at least 4 ${body.person_ids ? "people" : "teams"}; ${chosen} so far.`;
  if (body.reading_on < daysFrom(body.waves[0], 1)) return "It is read after the first wave began.";
  return "";
}

// Whatever is changed is foretold anew before it can be drawn.
function foretellSoon(form) {
  form.turn += 1;
  form.foretold = null;
  form.send.disabled = true;
  fill(form.outcome);
  clearTimeout(form.timer);
  form.timer = setTimeout(() => foretell(form), PAUSE_MS);
}

async function foretell(form) {
  const asking = (form.turn += 1);
  const body = bodyOf(form.fields);
  const missing = sayMissing(body);
  if (missing) return fill(form.power, missing);
  try {
    const found = await sendJson("POST", "/effects/roll-outs?dry_run=true", body);
    if (asking !== form.turn) return;
    form.foretold = { body, key: crypto.randomUUID() };
    form.send.disabled = false;
    const what = body.person_ids ? count(found.first, "person", "people") : count(found.first, "team");
    fill(form.power, `A lot gives it to ${what} first, and to ${found.others} later. ${found.said_of_power}`);
  } catch (error) {
    if (asking !== form.turn) return;
    fill(form.power);
    showProblem(form.outcome, error, () => foretell(form));
  }
}

async function begin(form, { body, key }) {
  form.send.disabled = true;
  try {
    const made = await sendJson("POST", "/effects/roll-outs", body, { key });
    form.foretold = null;
    form.fields.picker.clear();
    form.fields.name.value = "";
    fill(form.power);
    fill(form.outcome, make("p", { class: "rp-note rp-note--good" }, "Drawn. It stands above, with who comes first."));
    form.began(made);
  } catch (error) {
    form.send.disabled = !form.foretold;
    showProblem(form.outcome, error, () => begin(form, { body, key }));
  }
}
