// What is said of coming periods: by the method used for each or by one of them, with its ranges in words.

import { sayPeriod, sayPeriodSoFar } from "../results/periods.js";

// The levels of intervals as cases, narrowest first, and how many past forecasts each takes.
export const LEVELS = [
  { level: 0.8, label: "8 of 10", least: 4 },
  { level: 0.95, label: "19 of 20", least: 19 },
];

// For each coming period what is said of it: { period, method, projection, because }; the last two null of no method.
export function usedOf({ methods, chosen }) {
  return chosen.map(({ method: name, because }, ahead) => {
    const method = methods.find((one) => one.name === name) || null;
    const { period } = methods[0].projections[ahead];
    return { period, method, projection: method?.projections[ahead] || null, because };
  });
}

// The same by one method, whichever is used.
export function saidBy(method) {
  return method.projections.map((projection) => ({
    period: projection.period,
    method,
    projection: projection.value === null ? null : projection,
  }));
}

// A period at the start of a row or a sentence: "Week 49 of 2026".
export function beginPeriod(period) {
  return capital(sayPeriod(period));
}

// The same, and how much of it is behind us where it has begun.
export function beginSoFar(period) {
  return capital(period.days_counted ? sayPeriodSoFar(period) : sayPeriod(period));
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function rangeOf(projection, level) {
  return projection?.intervals.find((interval) => interval.level === level) || null;
}

// "2.12 to 2.73"; nothing where it can't be said.
export function sayRange(range, words) {
  return range ? `${words.bare(range.low)} to ${words.bare(range.high)}` : "";
}

// "€2.42 million, 8 of 10 times 2.12 to 2.73".
export function sayForecast(projection, words) {
  const ranges = LEVELS.map(({ level, label }) => ({ label, said: sayRange(rangeOf(projection, level), words) }));
  const known = ranges.filter(({ said }) => said).map(({ label, said }) => `${label} times ${said}`);
  return [words.say(projection.value), ...known].join(", ");
}

// A share of what came: "26 %", and "less than 1 %" for what isn't nothing.
export function sayShareOf(share) {
  const points = Math.round(Math.abs(share) * 100);
  return points ? `${points.toLocaleString("en-GB")} %` : "less than 1 %";
}

export function sayBias(bias) {
  if (bias === null) return "not known";
  if (Math.abs(bias) < 0.005) return "neither too much nor too little";
  return `${sayShareOf(bias)} too ${bias > 0 ? "much" : "little"}`;
}
