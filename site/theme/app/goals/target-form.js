// Setting a target: which KPI, of which period, what is to be reached.

import { sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { today } from "../shared/words.js";
import { numberOf } from "./amounts.js";

const HINTS = { share: "In per cent, such as 29 %.", money: "In whole units, such as 1250000." };

// `whose` is `{ of, team_id, person_id }`, asked for when it is sent; `done` is called after it was set.
export function makeTargetForm({ kpis, whose, done }) {
  const parts = {
    kpis,
    whose,
    done,
    kpi: choice(kpis.map(({ name, title }) => [name, title])),
    period: choice(periodsFrom(today()).map(({ label }, place) => [String(place), label])),
    value: make("input", { type: "text", inputmode: "decimal", required: true, maxlength: "30" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Set"),
    status: make("div", { role: "status" }),
    hint: make("p", { class: "rp-hint" }),
    periods: periodsFrom(today()),
  };
  const element = make(
    "form",
    { class: "rp-form rp-card" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("KPI", parts.kpi),
      labelled("Period", parts.period),
      labelled("To reach", parts.value),
    ),
    parts.hint,
    make("p", { class: "rp-actions" }, parts.send),
    parts.status,
  );
  parts.kpi.addEventListener("change", () => sayHint(parts));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send(parts);
  });
  sayHint(parts);
  return { element, open: (goal) => open(parts, goal) };
}

// Opens the form for a target that is there, or for a new one.
function open(parts, goal) {
  if (goal) {
    parts.kpi.value = goal.kpi;
    parts.periods.push({ start: goal.start, end: goal.end, label: goal.period });
    parts.period.append(make("option", { value: String(parts.periods.length - 1) }, goal.period));
    parts.period.value = String(parts.periods.length - 1);
  }
  sayHint(parts);
  parts.value.focus();
}

function sayHint(parts) {
  const kpi = parts.kpis.find(({ name }) => name === parts.kpi.value);
  fill(parts.hint, [kpi?.question, HINTS[kpi?.unit]].filter(Boolean).join(" "));
}

async function send(parts) {
  const { unit } = parts.kpis.find(({ name }) => name === parts.kpi.value);
  const value = numberOf(parts.value.value, unit);
  if (value === null) {
    fill(parts.status, make("p", { class: "rp-note" }, "Write a number, such as 1250000 or 29 %."));
    return parts.value.focus();
  }
  const { start, end } = parts.periods[Number(parts.period.value)];
  parts.send.disabled = true;
  try {
    await sendJson("PUT", "/kpis/targets", { ...(await parts.whose()), kpi: parts.kpi.value, start, end, value });
    parts.value.value = "";
    fill(parts.status);
    parts.done();
  } catch (error) {
    showProblem(parts.status, error);
  }
  parts.send.disabled = false;
}

// The present and the next quarter, month and year of the calendar, the quarter first.
export function periodsFrom(iso) {
  const [year, month] = iso.split("-").map(Number);
  const quarter = Math.floor((month - 1) / 3) * 3;
  return [
    [year, quarter, 3, (y, m) => `Q${m / 3 + 1} ${y}`],
    [year, quarter + 3, 3, (y, m) => `Q${m / 3 + 1} ${y}`],
    [year, month - 1, 1, nameMonth],
    [year, month, 1, nameMonth],
    [year, 0, 12, (y) => String(y)],
    [year + 1, 0, 12, (y) => String(y)],
  ].map(([y, first, months, label]) => makePeriod(y, first, months, label));
}

function makePeriod(year, first, months, label) {
  const start = new Date(Date.UTC(year, first, 1));
  const end = new Date(Date.UTC(year, first + months, 0));
  return { start: isoOf(start), end: isoOf(end), label: label(start.getUTCFullYear(), start.getUTCMonth()) };
}

function nameMonth(year, month) {
  const name = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });
  return `${name.format(new Date(Date.UTC(year, month, 1)))} ${year}`;
}

function isoOf(day) {
  return day.toISOString().slice(0, 10);
}
