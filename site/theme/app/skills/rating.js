// The form by which somebody says how they see a skill, their own or that of somebody they manage.

import { sendJson } from "../shared/api.js";
import { choice, labelled, make, showProblem } from "../shared/dom.js";

// `kept` is called when the rating is recorded.
export function makeRating({ person, skill, levels, isOwn }, kept) {
  const parts = {
    level: choice([["", "Choose a level"], ...levels.map((name, at) => [String(at + 1), `${at + 1}: ${name}`])], {
      required: true,
    }),
    note: make("input", { type: "text", maxlength: "1000" }),
    send: make("button", { type: "submit", class: "rp-button" }, "Keep"),
    trouble: make("div", { role: "status" }),
    key: crypto.randomUUID(),
  };
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled(isOwn ? "How you see yourself" : `How you see ${person.name}`, parts.level),
      labelled("What you base it on", parts.note, "If you like; who reads your rating reads it too."),
    ),
    make("p", { class: "rp-actions" }, parts.send),
    parts.trouble,
  );
  form.addEventListener("input", () => {
    parts.key = crypto.randomUUID();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(parts, { person, skill }, kept);
  });
  return make("details", {}, make("summary", {}, isOwn ? "Rate yourself" : "Rate it"), form);
}

async function keep({ level, note, send, trouble, key }, { person, skill }, kept) {
  send.disabled = true;
  const body = { skill: skill.id, level: Number(level.value), note: note.value.trim() || null };
  try {
    await sendJson("POST", `/skills/people/${person.id}/ratings`, body, { key });
    kept();
  } catch (error) {
    send.disabled = false;
    showProblem(trouble, error);
  }
}
