// The buttons below a list that comes in pages: numbered ones, or one after the other.

import { readJson } from "./api.js";
import { fill, make, showProblem } from "./dom.js";

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

// Below a list that goes on at the address `next`, null where it ends; `add` is given the items of each page that is read.
export function showMore(next, add, attributes = {}) {
  const place = make("div", attributes);
  const offer = (path) => {
    const button = make("button", { type: "button", class: "rp-button", onclick: () => read(path) }, "Show more");
    fill(place, path ? button : null);
  };
  const read = async (path) => {
    try {
      const answer = await readJson(path);
      add(answer.items);
      offer(answer.next);
    } catch (error) {
      showProblem(place, error, () => read(path));
    }
  };
  offer(next);
  return place;
}
