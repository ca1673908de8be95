// The filters beside the hits: for each field the values that hits have, with how many pages each would leave.

import { fill, make } from "../shared/dom.js";
import { labelOf } from "../shared/labels.js";
import { FILTERS } from "../shared/words.js";

const SHOWN = 6;
const unfolded = new Set();

// `change` is told the filter and whether it is wanted now.
export function showFacets(place, found, change) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  const facets = found.facets.filter((facet) => facet.name in FILTERS && isUseful(facet, found.total));
  fill(
    place,
    facets.map((facet) => showFacet(facet, change)),
  );
  if (focused !== null) (document.getElementById(focused) || place.parentElement).focus({ preventScroll: true });
}

// A single value that every hit has narrows nothing.
function isUseful({ values }, total) {
  return values.length > 1 || values[0]?.is_selected || values[0]?.count < total;
}

function showFacet({ name, values }, change) {
  const rows = values.map((value, at) => ({
    isExtra: at >= SHOWN && !value.is_selected,
    row: showValue(name, value, change),
  }));
  const extra = rows.filter(({ isExtra }) => isExtra).map(({ row }) => row);
  const group = make(
    "fieldset",
    { class: "rp-facet" },
    make("legend", {}, FILTERS[name]),
    rows.map(({ row }) => row),
  );
  if (extra.length) group.append(foldButton(name, extra, values.length));
  return group;
}

function showValue(name, { value, label, count, is_selected }, change) {
  const filter = { name, value, label };
  const box = make("input", {
    type: "checkbox",
    id: `filter-${name}-${value}`,
    checked: is_selected,
    onchange: () => change(filter, box.checked),
  });
  return make(
    "label",
    { class: "rp-option" },
    box,
    make("span", {}, labelOf(name, value)),
    " ",
    make("small", {}, count.toLocaleString("en-GB")),
  );
}

function foldButton(name, extra, size) {
  const button = make("button", { type: "button", class: "rp-link-button", id: `filter-${name}`, onclick: turn });
  function show() {
    const isOpen = unfolded.has(name);
    for (const row of extra) row.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    fill(
      button,
      isOpen ? "Show fewer" : `Show all ${size}`,
      make("span", { class: "rp-unseen" }, `: ${FILTERS[name]}`),
    );
  }
  function turn() {
    if (!unfolded.delete(name)) unfolded.add(name);
    show();
  }
  show();
  return button;
}
