// Figures of KPIs in words, by their unit.

import { sayFigure, wordsFor } from "../results/figures.js";
import { make } from "../shared/dom.js";

// "€13,000, about 11,200 to 14,800"; without its interval where none can be said.
export function sayWithInterval(figure, unit, currency, words = wordsFor(unit, currency, [figure.value])) {
  return figure.interval ? sayFigure(figure, words) : `${words.say(figure.value)}; how exact isn't known`;
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
