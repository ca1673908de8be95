// What periods are called in words.

import { count, sayDay } from "../shared/words.js";

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

// "Q4 2026", "Nov 2026", "week 7 of 2026", "2026", "1 Oct 2026 to 5 Nov 2026".
export function sayPeriod({ name, start, end }) {
  const [, year, mark, number] = /^((?:FY)?\d{4})(?:-([QW]?)(\d+))?$/.exec(name) || [];
  if (!year) return `${sayDay(start)} to ${sayDay(end)}`;
  if (mark === "Q") return `Q${number} ${year}`;
  if (mark === "W") return `week ${Number(number)} of ${year}`;
  return number ? MONTH.format(new Date(`${start}T00:00Z`)) : year;
}

// The same, and how much of it is behind us.
export function sayPeriodSoFar(period) {
  const { is_over: isOver, days_counted: counted, start, end } = period;
  if (isOver) return sayPeriod(period);
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
  return `${sayPeriod(period)} so far (${counted.toLocaleString("en-GB")} of its ${count(days, "day")})`;
}

// "1 Jul 2026 to 30 Aug 2026, as many days".
export function sayBefore({ start, end }, { is_over: isOver }) {
  return `${sayDay(start)} to ${sayDay(end)}${isOver ? "" : ", as many days"}`;
}
