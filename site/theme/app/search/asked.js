// What is asked for: words, filters and an order; and how an address says it.

import { FILTERS } from "../shared/words.js";

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

// What the API read of the words: `pieces` with their places in them.
export function withReading(asked, words, pieces) {
  return { ...asked, reading: { words, pieces } };
}

// A value may have been asked for by its label, by another name, and by a field word among the words.
export function withoutFilter(asked, { name, value, label = value }) {
  const values = asked.filters[name] || [];
  const rest = values.filter((other) => !isAmong([value, label], other));
  const words = withoutPieces(asked, (piece) => isFilter(piece, name) && isAmong([value, label], piece.text));
  const isByOtherName = rest.length === values.length && words === asked.words;
  if (!isByOtherName) return { ...withValues(asked, name, rest), words };
  return { ...withValues(asked, name, []), words: withoutPieces(asked, (piece) => isFilter(piece, name)) };
}

export function withoutFilters(asked) {
  return { ...asked, filters: {} };
}

// Without what a hint names: for a filter both its boxes and its field words.
export function withoutHint(asked, { name, query }) {
  return { ...(name ? withValues(asked, name, []) : asked), words: query };
}

// A filter keeps its place among the others as long as it has a value.
function withValues(asked, name, values) {
  const filters = { ...asked.filters, [name]: values };
  if (!values.length) delete filters[name];
  return { ...asked, filters };
}

function isFilter(piece, name) {
  return piece.name === name && !piece.is_excluded;
}

function isAmong(values, value) {
  return values.some((other) => other.toLowerCase() === value.toLowerCase());
}

// Words that were changed since they were read stay as they are.
function withoutPieces({ words, reading }, isOut) {
  if (reading?.words !== words.trim()) return words;
  const pieces = reading.pieces.filter(isOut);
  if (!pieces.length) return words;
  const letters = [...reading.words];
  for (const { start, end } of pieces) letters.fill(" ", start, end);
  return letters.join("").split(/\s+/).filter(Boolean).join(" ");
}
