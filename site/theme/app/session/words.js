// How a text stands, in words.

import { sayProblem } from "../shared/dom.js";
import { sayMoment } from "../shared/words.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

// "10:41" of today, else with its day.
export function sayClock(rfc3339) {
  const at = new Date(rfc3339);
  return at.toDateString() === new Date().toDateString() ? CLOCK.format(at) : sayMoment(rfc3339);
}

// Whether something is wrong, and what to say; nothing of a text that nobody wrote yet.
export function sayState(it, isDirty, me) {
  if (it.trouble) return { isTrouble: true, text: sayTrouble(it) };
  if (it.clash) return { isTrouble: true, text: "Both texts are kept until you put them together." };
  if (isDirty) return { isTrouble: false, text: "Saving…" };
  if (!it.saved.at) return { isTrouble: false, text: "" };
  const by = it.saved.by && it.saved.by.id !== me.id ? ` by ${it.saved.by.name}` : "";
  return { isTrouble: false, text: `Saved ${sayClock(it.saved.at)}${by}` };
}

function sayTrouble({ trouble, isKept }) {
  const where = isKept ? "Kept on this device, not yet saved. " : "Not saved yet: leave this page open. ";
  if (trouble.kind === "signed-out") return [where, ...sayProblem({ status: 401, message: trouble.message })];
  if (trouble.kind === "away") return [where, ...sayProblem({ status: 0, message: trouble.message })];
  return [where, ...sayProblem({ status: 409, message: trouble.message })];
}
