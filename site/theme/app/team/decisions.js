// What a manager decides for one person in one course: a waiver, its end, more attempts.

import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { count, sayDay, today } from "../shared/words.js";

// `course` is null when the library no longer has it; `decide` is told what was done.
export function makeDecisions({ view, explanation, course, me }, decide) {
  const note = (text) => make("p", { class: "rp-muted" }, text);
  if (!course) return note("The library no longer has this course, so nothing is left to decide.");
  if (me?.id === explanation.person_id) return note("Nobody decides about their own training; your manager can.");
  const place = `/training/people/${view.personId}/courses/${encodeURIComponent(view.courseId)}`;
  const isWaived = explanation.standing?.state === "waived";
  const isAssigned = explanation.standing?.is_assigned;
  return make(
    "div",
    { class: "rp-decisions" },
    isAssigned ? null : make("p", { class: "rp-actions" }, linkToAssign(view)),
    isWaived ? makeEnding(place, decide, view.wants === "end") : makeWaiver(place, decide, view.wants === "waive"),
    course.attempts_allowed === null || course.attempts_allowed === undefined
      ? null
      : makeAttempts(place, decide, course.attempts_allowed),
  );
}

function linkToAssign({ personId, courseId }) {
  const query = new URLSearchParams({ course_id: courseId, person_id: personId });
  return make("a", { class: "rp-button rp-button--main", href: `/app/assignments/?${query}` }, "Assign this course");
}

function makeWaiver(place, decide, isOpen) {
  const reason = make("textarea", { rows: "2", required: true, maxlength: "1000" });
  const until = make("input", { type: "date", min: today() });
  return makeForm(
    "Waive this course",
    isOpen,
    [labelled("Reason", reason), labelled("Until", until, "The last day; without one, for good.")],
    "Waive",
    async (key) => {
      await sendJson("POST", `${place}/waiver`, { reason: reason.value, until_on: until.value || null }, { key });
      decide(`Waived${until.value ? ` until ${sayDay(until.value)}` : ""}.`);
    },
  );
}

function makeEnding(place, decide, isOpen) {
  return makeForm(
    "End the waiver",
    isOpen,
    [make("p", {}, "The course is asked again from today on.")],
    "End waiver",
    async () => {
      await sendJson("DELETE", `${place}/waiver`);
      decide("The waiver has ended.");
    },
  );
}

function makeAttempts(place, decide, allowed) {
  const more = make("input", { type: "number", required: true, min: "1", max: "20", value: "1" });
  const reason = make("textarea", { rows: "2", required: true, maxlength: "1000" });
  return makeForm(
    "Give more attempts",
    false,
    [labelled("How many more", more, `The quiz allows ${count(allowed, "attempt")}.`), labelled("Reason", reason)],
    "Give attempts",
    async (key) => {
      await sendJson("POST", `${place}/more-attempts`, { more: Number(more.value), reason: reason.value }, { key });
      decide(`${count(Number(more.value), "more attempt")} given.`);
    },
  );
}

function makeForm(title, isOpen, fields, label, submit) {
  const send = make("button", { type: "submit", class: "rp-button rp-button--main" }, label);
  const trouble = make("div");
  const form = make("form", {}, fields, make("p", { class: "rp-actions" }, send), trouble);
  let key = crypto.randomUUID();
  form.addEventListener("input", () => {
    key = crypto.randomUUID();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    fill(trouble);
    await submit(key).catch((error) => showProblem(trouble, error));
    send.disabled = false;
  });
  return make("details", { open: isOpen }, make("summary", {}, title), form);
}
