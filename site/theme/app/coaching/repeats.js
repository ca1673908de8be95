// How often a session comes again: a choice of rules that fit its first day, and when they end.

import { choice, labelled, make } from "../shared/dom.js";

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const PLACES = ["first", "second", "third", "fourth"];
const WEEKLY = [
  ["FREQ=WEEKLY", "Every week"],
  ["FREQ=WEEKLY;INTERVAL=2", "Every two weeks"],
  ["FREQ=WEEKLY;INTERVAL=4", "Every four weeks"],
];
const ENDS = [
  ["count", "After so many times"],
  ["until", "After a day"],
  ["", "Never"],
];

// `zone` is that of who plans, on whose clock it comes; `isOnce` offers not to repeat at all.
export function makeRepeats({ zone, isOnce }) {
  const parts = {
    zone,
    isOnce,
    rule: choice([]),
    ends: choice(ENDS),
    count: make("input", { type: "number", min: "2", max: "520", value: "6" }),
    until: make("input", { type: "date" }),
  };
  parts.fields = [labelled("Repeats", parts.rule), labelled("Ends", parts.ends)];
  parts.fields.push(labelled("How many times", parts.count), labelled("Last day", parts.until));
  return {
    fields: parts.fields,
    follow: (moment) => follow(parts, moment),
    read: () => readRule(parts),
    forget: () => {
      parts.rule.selectedIndex = 0;
    },
  };
}

// What is offered follows from the day on which it begins; what was chosen stays, by its place in the list.
function follow(parts, moment) {
  const { rule, ends, count, until, fields } = parts;
  const offered = [...(parts.isOnce ? [["", "Once"]] : []), ...WEEKLY, ...(moment ? monthly(moment, parts.zone) : [])];
  const chosen = Math.max(0, rule.selectedIndex);
  rule.replaceChildren(...offered.map(([value, text]) => make("option", { value }, text)));
  rule.selectedIndex = Math.min(chosen, offered.length - 1);
  fields[1].hidden = !rule.value;
  fields[2].hidden = !rule.value || ends.value !== "count";
  fields[3].hidden = !rule.value || ends.value !== "until";
  count.required = !fields[2].hidden;
  count.disabled = fields[2].hidden;
  until.required = !fields[3].hidden;
  until.disabled = fields[3].hidden;
  if (moment) until.min = dayIn(moment, parts.zone).iso;
}

function readRule({ rule, ends, count, until }) {
  if (!rule.value) return null;
  const end = { count: `;COUNT=${count.value}`, until: `;UNTIL=${until.value.replaceAll("-", "")}`, "": "" };
  return rule.value + end[ends.value];
}

// By the place of its weekday in the month: the second Tuesday, or the last.
function monthly(moment, zone) {
  const { day, weekday, daysInMonth } = dayIn(moment, zone);
  const place = Math.ceil(day / 7);
  const rules = place <= PLACES.length ? [[place, PLACES[place - 1]]] : [];
  if (day + 7 > daysInMonth) rules.push([-1, "last"]);
  return rules.map(([number, word]) => [
    `FREQ=MONTHLY;BYDAY=${number}${DAYS[weekday]}`,
    `Every month on the ${word} ${NAMES[weekday]}`,
  ]);
}

// The day that a moment belongs to on the clock of a zone, wherever this device is.
function dayIn(moment, zone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const iso = format.format(moment);
  const [year, month, day] = iso.split("-").map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { iso, day, weekday, daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate() };
}
