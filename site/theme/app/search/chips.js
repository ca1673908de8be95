// The filters in force, above the hits, each a button that takes it away.

import { fill, make } from "../shared/dom.js";
import { sayFilter } from "../shared/labels.js";
import { filtersOf, withoutFilter, withoutFilters } from "./asked.js";

// `change` is told how to ask without them.
export function showChips(place, asked, change) {
  const at = [...place.querySelectorAll("button")].indexOf(document.activeElement);
  const filters = filtersOf(asked);
  const chips = filters.map((filter) =>
    make(
      "li",
      {},
      chip(filter, () => change((now) => withoutFilter(now, filter))),
    ),
  );
  if (filters.length > 1)
    chips.push(
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", class: "rp-link-button", onclick: () => change(withoutFilters) },
          "Remove all filters",
        ),
      ),
    );
  fill(place, chips);
  place.hidden = !filters.length;
  const buttons = [...place.querySelectorAll("button")];
  if (at >= 0) buttons[Math.min(at, buttons.length - 1)]?.focus();
}

function chip(filter, remove) {
  const text = sayFilter(filter);
  return make(
    "button",
    { type: "button", class: "rp-chip", "aria-label": `Remove filter ${text}`, onclick: remove },
    text,
    make("span", { class: "rp-chip__cross", "aria-hidden": "true" }, "×"),
  );
}
