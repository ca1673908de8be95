// Figures of KPIs in words, by their unit.

import { make } from "../shared/dom.js";
import { sayAbout } from "../shared/shares.js";

const AFTER = {
  days: " days",
  months: " months",
  hours: " hours",
  seconds: " s",
  points: " points",
  "per day": " a day",
  "money per day": " a day",
};

export function sayAmount(value, unit, currency) {
  if (unit === "share") return `${round(value * 100)} %`;
  const number = unit === "count" ? round(value, 0) : round(value);
  return unit?.startsWith("money") ? `${number} ${currency}${AFTER[unit] || ""}` : `${number}${AFTER[unit] || ""}`;
}

// "13,000 EUR, about 11,200 to 14,800"; without its interval where none can be said.
export function sayWithInterval({ value, interval }, unit, currency) {
  const bare = (number) => (unit === "share" ? round(number * 100) : round(number));
  const said = sayAmount(value, unit, currency);
  return interval ? `${said}, ${sayAbout(interval, bare)}` : `${said}; how exact isn't known`;
}

// A number as somebody types it, a part of a hundred with its sign or, of a share, without.
export function numberOf(text, unit) {
  const found = /^(-?\d+(?:[.,]\d+)?)\s*%?$/.exec(text.trim());
  if (!found) return null;
  const number = Number(found[1].replace(",", "."));
  return unit === "share" && (text.includes("%") || number > 1) ? number / 100 : number;
}

export function kpiLink(name, title) {
  return make("a", { href: `/app/kpi/?${new URLSearchParams({ name })}` }, title);
}

function round(value, digits = Math.abs(value) < 10 ? 1 : 0) {
  return value.toLocaleString("en-GB", { maximumFractionDigits: digits });
}
