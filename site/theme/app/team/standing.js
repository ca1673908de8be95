// Says in words how somebody stands in a course, and the facts that led there.

import { count, sayDate, sayDay } from "../shared/words.js";

const ASKS = {
  retake: "It asks everybody to take the course again.",
  "re-read": "It asks everybody to read it again.",
  nothing: "It asks nothing of who completed it before.",
};
const SAYINGS = {
  assigned: (fact) =>
    `Assigned by ${who(fact)}${fact.source.startsWith("path ") ? " with a path" : ""}, ${fact.note}, ${fact.until ? `due on ${sayDay(fact.until)}` : "without a due day"}.`,
  withdrawn: (fact) => `Withdrawn: ${fact.note || "no reason is known"}.`,
  started: () => "Started.",
  attempt: (fact) => `Attempt at the quiz${fact.score === null ? "" : ` with ${fact.score} %`}.`,
  completed: (fact) => `Completed${sayScore(fact)}, ${sayEnd(fact)}.`,
  attended: (fact) =>
    `Took part${fact.source === "attendance" ? "" : `, says ${fact.source}`}${sayScore(fact)}, ${sayEnd(fact)}${sayNote(fact)}`,
  imported: (fact) =>
    `Completed elsewhere${sayScore(fact)}, imported from “${fact.source}”, ${sayEnd(fact)}${sayNote(fact)}`,
  waived: (fact) =>
    `Waived by ${who(fact)}${fact.until ? ` until ${sayDay(fact.until)}` : " for good"}${sayNote(fact)}`,
  waiver_ended: (fact) => `Waiver ended by ${who(fact)}.`,
  attempts_granted: (fact) => `${count(fact.score, "more attempt")} given by ${who(fact)}${sayNote(fact)}`,
  practical_shown: () => "Handed in a practical.",
  practical: () => "A practical passed.",
  practical_failed: () => "A practical didn't pass.",
  practical_void: () => "A practical is to be shown again.",
  new_version: (fact) => `Version ${fact.version} of the course. ${ASKS[fact.note.replace("asks: ", "")] || ""}`,
};

export function sayStanding({ standing, facts }) {
  if (!standing) return "It isn't assigned, and nothing counts for it yet.";
  const { state, due_on: due, completed_on: done, valid_until: end, is_assigned: isAssigned } = standing;
  const dueDay = due ? sayDay(due) : "";
  const said = {
    overdue: `It was due on ${dueDay} and isn't complete.`,
    expired: `What was completed${done ? ` on ${sayDay(done)}` : ""} counted until ${end ? sayDay(end) : "a newer version asked for more"}; it has to be done again.`,
    expiring: `It is complete${done ? ` since ${sayDay(done)}` : ""} and counts only until ${end ? sayDay(end) : ""}.`,
    complete: `It is complete${done ? ` since ${sayDay(done)}` : ""}${end ? ` and counts until ${sayDay(end)}` : " and doesn't expire"}.`,
    in_progress: `It was started${due ? ` and is due on ${dueDay}` : ""}.`,
    not_started: `Nothing was done yet${due ? `; it is due on ${dueDay}` : ""}.`,
    waived: sayWaiver(facts),
  }[state];
  return isAssigned ? said : `${said} It isn't assigned.`;
}

// Lessons that follow one another are one line.
export function sayFacts(facts) {
  const lines = [];
  let lessons = null;
  for (const fact of facts) {
    if (fact.kind !== "lesson_read") {
      lessons = null;
      lines.push({
        day: fact.day,
        text: (SAYINGS[fact.kind] || ((other) => `${other.kind}.`))(fact),
        small: sayRecorded(fact),
      });
    } else if (lessons) lessons.push(fact);
    else {
      lessons = [fact];
      lines.push({ day: fact.day, lessons });
    }
  }
  return lines.map((line) => (line.lessons ? { day: line.day, text: sayLessons(line.lessons) } : line));
}

function sayLessons(facts) {
  const number = count(new Set(facts.map((fact) => fact.lesson_id)).size, "lesson");
  const last = facts.at(-1).day;
  return `${number} read${last === facts[0].day ? "" : `, the last on ${sayDay(last)}`}.`;
}

function sayWaiver(facts) {
  const last = facts.findLast((fact) => fact.kind === "waived");
  return last ? `It isn't asked${last.until ? ` until ${sayDay(last.until)}` : ""}: ${last.note}` : "It isn't asked.";
}

// Who wrote it down and when, where that was another day or somebody else's word.
function sayRecorded(fact) {
  if (!["attended", "imported", "practical", "practical_failed"].includes(fact.kind) || !fact.recorded_at) return "";
  return `Recorded on ${sayDate(fact.recorded_at)} by ${who(fact)}.`;
}

function sayScore({ score }) {
  return score === null ? "" : ` with ${score} %`;
}

function sayEnd({ until, version }) {
  return `version ${version}, ${until ? `valid until ${sayDay(until)}` : "doesn't expire"}`;
}

function sayNote({ note }) {
  return note ? `: ${note}` : ".";
}

function who(fact) {
  return fact.recorded_by || "somebody";
}
