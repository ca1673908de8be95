// The form that notes who took part in an event: a webinar, workshop, lunch-and-learn, contest or mentoring.

import { sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { count, today } from "../shared/words.js";
import { readCourses, readPeople } from "../team/choices.js";
import { makePeoplePicker } from "./people-picker.js";

const EVENTS = ["webinar", "workshop", "lunch-and-learn", "contest", "mentoring"];

export function makeAttendanceForm() {
  const place = make("div", {}, make("p", {}, "Loading…"));
  load(place);
  return place;
}

async function load(place) {
  try {
    const [courses, people] = await Promise.all([readCourses(), readPeople()]);
    const events = courses.filter(({ kind }) => EVENTS.includes(kind));
    fill(
      place,
      events.length ? makeForm(events, people) : make("p", { class: "rp-empty" }, "The library has no event."),
    );
  } catch (error) {
    showProblem(place, error, () => load(place));
  }
}

function makeForm(events, people) {
  const parts = {
    event: choice([["", "Choose an event"], ...events.map(({ id, title, kind }) => [id, `${title} (${kind})`])], {
      required: true,
    }),
    on: make("input", { type: "date", required: true, max: today(), value: today() }),
    result: make("input", { type: "text", maxlength: "1000" }),
    picker: makePeoplePicker(people, "Who took part"),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Note them"),
    status: make("div", { role: "status" }),
    key: crypto.randomUUID(),
  };
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("Event", parts.event),
      labelled("Day", parts.on),
      labelled("Result", parts.result, "If there was one, for all who are chosen."),
    ),
    parts.picker.element,
    make("p", { class: "rp-actions" }, parts.send),
    parts.status,
  );
  form.addEventListener("input", () => {
    parts.key = crypto.randomUUID();
    fill(parts.status);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(parts);
  });
  return form;
}

async function send(parts) {
  const ids = parts.picker.ids();
  if (!ids.length) return fill(parts.status, make("p", { class: "rp-note" }, "Choose at least one person."));
  parts.send.disabled = true;
  try {
    const body = { person_ids: ids, on: parts.on.value, result: parts.result.value.trim() || null };
    const { recorded, already_there: there } = await sendJson(
      "POST",
      `/training/courses/${encodeURIComponent(parts.event.value)}/attendance`,
      body,
      { key: parts.key },
    );
    const known = there ? ` Of ${count(there, "person", "people")} it was known already.` : "";
    fill(
      parts.status,
      make("p", { class: "rp-note rp-note--good" }, `Noted ${count(recorded, "person", "people")}.${known}`),
    );
    parts.picker.clear();
    parts.key = crypto.randomUUID();
  } catch (error) {
    showProblem(parts.status, error);
  }
  parts.send.disabled = false;
}
