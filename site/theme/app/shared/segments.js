// A row of views to choose one from: radio buttons, so that arrow keys and screen readers know them.

import { make } from "./dom.js";

let made = 0;

export function segments(legend, pairs, chosen, choose) {
  const name = `segments-${(made += 1)}`;
  const choices = pairs.map(([value, label]) =>
    make(
      "label",
      { class: "rp-segment" },
      make("input", { type: "radio", name, value, checked: value === chosen, onchange: () => choose(value) }),
      make("span", {}, label),
    ),
  );
  return make("fieldset", { class: "rp-segments" }, make("legend", { class: "rp-unseen" }, legend), choices);
}

// What a page shows is kept in its address, so that it can be sent to somebody; values that are empty aren't said.
export function keepInAddress(values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  history.replaceState(history.state, "", query.size ? `?${query}` : location.pathname);
}
