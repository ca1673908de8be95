// How somebody stands in a course, in sentences: what is wrong and since when, or until when all is well.

import { count, sayDay } from "../shared/words.js";

const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

export function isDone({ state }) {
  return state === "complete" || state === "waived";
}

// Whether it can't wait; `on` is the day it is, as YYYY-MM-DD.
export function isPressing({ state, due_on }, on) {
  if (["overdue", "expired", "expiring"].includes(state)) return true;
  return Boolean(due_on) && daysBetween(on, due_on) <= SOON_DAYS;
}

export function saySituation({ state, due_on, completed_on, valid_until }, on) {
  if (state === "waived") return "Waived: you need not take it.";
  if (state === "expired" && valid_until)
    return `It counted until ${sayDay(valid_until)}, ${sayAgo(valid_until, on)}, and has to be renewed.`;
  if (state === "expiring" && valid_until)
    return `It counts until ${sayDay(valid_until)}: ${sayLeft(valid_until, on)}.`;
  if (state === "complete") return sayDone(completed_on, valid_until);
  if (!due_on) return "No due date.";
  return state === "overdue"
    ? `It was due on ${sayDay(due_on)}, ${sayAgo(due_on, on)}.`
    : `Due on ${sayDay(due_on)}: ${sayLeft(due_on, on)}.`;
}

function sayDone(completed_on, valid_until) {
  const done = completed_on ? `Completed on ${sayDay(completed_on)}` : "Completed";
  return valid_until ? `${done}, valid until ${sayDay(valid_until)}.` : `${done}.`;
}

function sayAgo(day, on) {
  const days = daysBetween(day, on);
  return days === 1 ? "yesterday" : `${count(days, "day")} ago`;
}

function sayLeft(day, on) {
  const days = daysBetween(on, day);
  return days <= 0 ? "today is the last day" : `${count(days, "day")} left`;
}

// Days have no time zone, so both are read as midnight in UTC.
function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
