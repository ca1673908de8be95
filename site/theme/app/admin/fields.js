// Fields that forms about a person share.

import { labelled, make } from "../shared/dom.js";
import { ROLES } from "../shared/words.js";
import { makeInput } from "./form.js";

// Boxes of all roles, of which those that are given begin ticked.
export function makeRoles(given) {
  const boxes = Object.entries(ROLES).map(([value, label]) => {
    const box = make("input", { type: "checkbox", value, checked: given.includes(value) });
    return make("label", { class: "rp-option" }, box, make("span", {}, label));
  });
  const element = make("fieldset", { class: "rp-plain" }, make("legend", {}, "Roles"), boxes);
  return { element, read: () => [...element.querySelectorAll("input:checked")].map((box) => box.value) };
}

// A day that must be said.
export function makeDay(label, value) {
  const input = makeInput({ type: "date", value, required: true });
  return { element: labelled(label, input), read: () => input.value };
}
