// What is said of a run: each is sent at once, told in one line, and can be taken back from there.

import { sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";

export const OUTCOMES = [
  { kind: "replied", label: "Replied" },
  { kind: "booked", label: "Booked" },
];

export const ENDED = [
  { kind: "bounced", label: "Bounced" },
  { kind: "unsubscribed", label: "Wants no more" },
];

// Sends what is said of a run, and shows in `place` what was done with the way back; `changed` reads everything anew.
export async function say(place, run, path, body, done, changed) {
  const row = place.closest("li");
  const buttons = row.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    const after = await sendJson("POST", `/sending/runs/${run.id}${path}`, body);
    showDone(row, after, done, changed);
  } catch (error) {
    for (const button of buttons) button.disabled = false;
    showProblem(place, error);
  }
}

export function markButton(label, run, onclick, kind = "") {
  return make(
    "button",
    {
      type: "button",
      class: `rp-button ${kind}`.trim(),
      "aria-label": `${label}: ${run.contact.name}`,
      onclick,
    },
    label,
  );
}

// The row stays where it was, so that whoever works through the list by keyboard goes on from there.
function showDone(row, run, done, changed) {
  const place = make("div");
  const said = make("p", { role: "status", tabindex: "-1" }, done);
  const undo = markButton("Undo", run, () => takeBack(place, run, changed));
  fill(row, said, make("p", { class: "rp-actions" }, run.can_undo ? undo : null), place);
  said.focus();
}

async function takeBack(place, run, changed) {
  try {
    await sendJson("POST", `/sending/runs/${run.id}/undone`);
    await changed();
  } catch (error) {
    showProblem(place, error);
  }
}
