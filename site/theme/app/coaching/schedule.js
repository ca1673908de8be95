// The form that schedules a coaching session with somebody of the manager's teams.

import { readAll, sendJson } from "../shared/api.js";
import { choice, labelled, make, showProblem } from "../shared/dom.js";
import { withOffset } from "../shared/words.js";
import { nextFreeHour } from "./next-hour.js";

// Whom somebody may coach: those with the company whose records they may see, but for themselves.
export async function readRepsOf(me) {
  const now = new Date();
  return (await readAll("/people?limit=200", 100))
    .filter((person) => person.id !== me.id && (!person.left_at || new Date(person.left_at) > now))
    .sort((one, other) => one.name.localeCompare(other.name));
}

// `wanted` is the id of who is chosen already; `scheduled` is told the session that was made.
export function makeScheduleForm({ people, sessions, wanted }, scheduled) {
  const parts = {
    rep: choice([["", "Choose a person"], ...people.map((person) => [person.id, person.name])], { required: true }),
    topic: make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" }),
    when: make("input", { type: "datetime-local", required: true, value: nextFreeHour(sessions) }),
    minutes: make("input", { type: "number", required: true, min: "5", max: "480", value: "30" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Schedule"),
    status: make("div", { role: "status" }),
    key: crypto.randomUUID(),
  };
  if (people.some(({ id }) => id === wanted)) parts.rep.value = wanted;
  const element = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("With", parts.rep),
      labelled("Topic", parts.topic),
      labelled("When", parts.when, "In your own time zone: your next free hour."),
      labelled("Minutes", parts.minutes),
    ),
    make("p", { class: "rp-actions" }, parts.send),
    parts.status,
  );
  element.addEventListener("input", () => {
    parts.key = crypto.randomUUID();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    schedule(parts, scheduled);
  });
  return { element, focus: () => (parts.rep.value ? parts.topic : parts.rep).focus() };
}

async function schedule(parts, scheduled) {
  parts.send.disabled = true;
  const body = {
    rep_id: parts.rep.value,
    topic: parts.topic.value,
    scheduled_at: withOffset(parts.when.value),
    minutes: Number(parts.minutes.value),
  };
  try {
    scheduled(await sendJson("POST", "/coaching/sessions", body, { key: parts.key }));
  } catch (error) {
    parts.send.disabled = false;
    showProblem(parts.status, error);
  }
}
