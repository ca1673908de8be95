// The form that opens the assessment of a call or demonstration, and leads to its scorecard.

import { readJson, sendJson } from "../shared/api.js";
import { choice, labelled, make, showProblem } from "../shared/dom.js";
import { today } from "../shared/words.js";
import { SUBJECTS } from "./words.js";

// `rep` is who did it, `sessionId` the coaching session that it belongs to, if any; one's own is scored by oneself first.
export async function makeOpenForm({ rep, sessionId = null, isOwn = false }) {
  const { items } = await readJson("/scoring/rubrics");
  const parts = {
    rubric: choice(items.map(({ id, title }) => [id, title])),
    subject: choice(Object.entries(SUBJECTS).filter(([name]) => name !== "practice")),
    title: make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" }),
    day: make("input", { type: "date", required: true, value: today(), max: today() }),
    recording: make("input", { type: "url", maxlength: "1000", placeholder: "https://" }),
    deal: make("input", { type: "text", maxlength: "200" }),
    asksSelf: make("input", { type: "checkbox" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, isOwn ? "Score yourself" : "Score it"),
    trouble: make("div", { role: "status" }),
  };
  if (!items.length) return make("p", { class: "rp-empty" }, "The library has no rubric yet.");
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("Rubric", parts.rubric),
      labelled("What it was", parts.subject),
      labelled("What it is called", parts.title),
      labelled("When it took place", parts.day),
      labelled("Recording (if there is one)", parts.recording),
      labelled("Deal, by its id (if it is about one)", parts.deal),
    ),
    isOwn ? null : make("label", { class: "rp-option" }, parts.asksSelf, make("span", {}, "The rep scores it first")),
    make("p", { class: "rp-actions" }, parts.send),
    parts.trouble,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(parts, { rep, sessionId });
  });
  return form;
}

async function open(parts, { rep, sessionId }) {
  parts.send.disabled = true;
  const body = {
    rep_id: rep.id,
    rubric_id: parts.rubric.value,
    subject: parts.subject.value,
    title: parts.title.value,
    took_place_on: parts.day.value,
    recording: parts.recording.value || null,
    deal_id: parts.deal.value.trim() || null,
    session_id: sessionId,
    asks_self: parts.asksSelf.checked,
  };
  try {
    const made = await sendJson("POST", "/scoring/assessments", body, { key: crypto.randomUUID() });
    location.assign(`/app/scorecard/?assessment=${made.id}`);
  } catch (error) {
    parts.send.disabled = false;
    showProblem(parts.trouble, error);
  }
}
