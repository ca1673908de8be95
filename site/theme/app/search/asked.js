// What is asked for: words, filters and an order; and how an address says it.

import { FILTERS, fieldOf, isAmong, withoutCondition, withoutField } from "../shared/query-words.js";

export const ORDERS = { relevance: "Best match", newest: "Newest", used: "Most used" };

const MOST_VALUES = 20;

export function readAsked(address) {
  const query = new URLSearchParams(address);
  const filters = {};
  for (const name of Object.keys(FILTERS)) {
    const values = [...new Set(query.getAll(name).filter(Boolean))].slice(0, MOST_VALUES);
    if (values.length) filters[name] = values;
  }
  const sort = query.get("sort") in ORDERS ? query.get("sort") : "relevance";
  return { words: query.get("q") || "", filters, sort };
}

// The words come first, and what is as it always is isn't said.
export function sayAsked({ words, filters, sort }) {
  const query = new URLSearchParams();
  if (words.trim()) query.set("q", words.trim());
  for (const [name, values] of Object.entries(filters)) for (const value of values) query.append(name, value);
  if (sort !== "relevance") query.set("sort", sort);
  return query;
}

export function isEmpty(asked) {
  return !asked.words.trim() && !filtersOf(asked).length;
}

export function filtersOf({ filters }) {
  return Object.entries(filters).flatMap(([name, values]) => values.map((value) => ({ name, value })));
}

/** @param {any} asked @param {{ name?: string, value: string }} filter */
export function withFilter(asked, { name, value }) {
  const values = asked.filters[name] || [];
  return isAmong(values, value) ? asked : withValues(asked, name, [...values, value]);
}

// A value may have been asked for by its label, by another name, and by a field word among the words.
export function withoutFilter(asked, { name, value, label = value }) {
  const values = asked.filters[name] || [];
  const rest = values.filter((other) => !isAmong([value, label], other));
  const words = withoutField(asked.words, name, [value, label]);
  const isByOtherName = rest.length === values.length && words === asked.words;
  return isByOtherName ? withoutHint(asked, `${name}:`) : { ...withValues(asked, name, rest), words };
}

export function withoutFilters(asked) {
  return { ...asked, filters: {} };
}

// Without what a hint names: for a filter both its boxes and its field words.
export function withoutHint(asked, condition) {
  const field = fieldOf(condition);
  const loosened = field && !field.isNot ? withValues(asked, field.name, []) : asked;
  return { ...loosened, words: withoutCondition(asked.words, condition) };
}

// A filter keeps its place among the others as long as it has a value.
function withValues(asked, name, values) {
  const filters = { ...asked.filters, [name]: values };
  if (!values.length) delete filters[name];
  return { ...asked, filters };
}
