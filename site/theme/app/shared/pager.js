// The buttons below a list that comes in numbered pages.

import { make } from "./dom.js";

// `turnTo` is told the number of the page that is wanted.
export function pager({ page, limit, total }, turnTo) {
  const last = Math.max(1, Math.ceil(total / limit));
  if (last === 1) return null;
  const button = (text, to) =>
    make(
      "button",
      { type: "button", class: "rp-button", disabled: to < 1 || to > last, onclick: () => turnTo(to) },
      text,
    );
  return make(
    "nav",
    { class: "rp-pager", "aria-label": "Pages of the list" },
    button("Previous", page - 1),
    make("span", {}, `Page ${page.toLocaleString("en-GB")} of ${last.toLocaleString("en-GB")}`),
    button("Next", page + 1),
  );
}
