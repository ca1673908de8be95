// What filters and their values are called: as the library's taxonomy calls them, once an answer has said so.

import { FILTERS, labelLanguage, nameOwner, TYPES } from "./words.js";

const known = new Map();

export function rememberLabels(facets) {
  for (const { name, values } of facets) for (const { value, label } of values) known.set(keyOf(name, value), label);
}

// From an answer about courses, or about one.
export function rememberTopics({ area_labels: areas, skill_labels: skills = {} }) {
  for (const [name, labels] of Object.entries({ area: areas, skill: skills }))
    for (const [value, label] of Object.entries(labels)) known.set(keyOf(name, value), label);
}

export function labelOf(name, value) {
  if (name === "type" && value in TYPES) return TYPES[value];
  if (name === "owner" && value.includes("@")) return nameOwner(value);
  const label = known.get(keyOf(name, value)) || plain(value);
  return name === "language" ? labelLanguage(value, label) : label;
}

export function sayFilter({ name, value }) {
  return `${FILTERS[name]}: ${labelOf(name, value)}`;
}

// What a hint leaves out, in words: `type:deck type:guide` is "Type: Deck or Guide".
export function sayCondition({ without, name, values }) {
  if (without === "quotes") return "the quotation marks";
  return name ? `“${FILTERS[name]}: ${values.map((value) => labelOf(name, value)).join(" or ")}”` : `“${without}”`;
}

function keyOf(name, value) {
  return `${name}:${value.toLowerCase()}`;
}

function plain(value) {
  return value.charAt(0).toUpperCase() + value.slice(1).replaceAll("-", " ");
}
