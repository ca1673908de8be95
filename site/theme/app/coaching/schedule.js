// The form that schedules a coaching session with somebody of the manager's teams.

import { readMe } from "../shared/account.js";
import { readAll, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { daysFromToday, withOffset } from "../shared/words.js";

export function makeScheduleForm(onScheduled) {
  const place = make("div", {}, make("p", {}, "Loading…"));
  load(place, onScheduled);
  return place;
}

async function load(place, onScheduled) {
  try {
    const [me, people] = await Promise.all([readMe(), readAll("/people?limit=200")]);
    const others = people
      .filter((person) => !person.left_at && person.id !== me.id)
      .sort((one, other) => one.name.localeCompare(other.name));
    fill(place, makeForm(others, onScheduled));
  } catch (error) {
    showProblem(place, error, () => load(place, onScheduled));
  }
}

function makeForm(people, onScheduled) {
  const parts = {
    rep: choice([["", "Choose a person"], ...people.map((person) => [person.id, person.name])], { required: true }),
    topic: make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" }),
    when: make("input", { type: "datetime-local", required: true, value: `${daysFromToday(1)}T10:00` }),
    minutes: make("input", { type: "number", required: true, min: "5", max: "480", value: "30" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Schedule"),
    status: make("div", { role: "status" }),
  };
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("With", parts.rep),
      labelled("Topic", parts.topic),
      labelled("When", parts.when, "In your own time zone."),
      labelled("Minutes", parts.minutes),
    ),
    make("p", { class: "rp-actions" }, parts.send),
    parts.status,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    schedule(parts, onScheduled);
  });
  return form;
}

async function schedule(parts, onScheduled) {
  parts.send.disabled = true;
  const body = {
    rep_id: parts.rep.value,
    topic: parts.topic.value,
    scheduled_at: withOffset(parts.when.value),
    minutes: Number(parts.minutes.value),
  };
  try {
    await sendJson("POST", "/coaching/sessions", body, { key: crypto.randomUUID() });
    onScheduled();
  } catch (error) {
    parts.send.disabled = false;
    showProblem(parts.status, error);
  }
}
