// Two texts side by side, the lines that only one of them has marked, and what can be made of them.

import { fill, make } from "../shared/dom.js";
import { markLines } from "./lines.js";

// `sides` are two of a heading and a text; `ways` are buttons, each with its words and what it does. `why` is said above.
/** @param {{ sides: any[], ways: any[], why?: string }} options */
export function makeMerging({ why, sides, ways }) {
  const marked = markLines(sides[0].text, sides[1].text);
  return make(
    "section",
    { class: "rp-merging" },
    why ? make("p", { class: "rp-note" }, why) : null,
    make(
      "div",
      { class: "rp-merging__sides" },
      sides.map(({ heading }, side) => showSide(heading, marked[side])),
    ),
    ways.length ? make("p", { class: "rp-actions" }, ways.map(showWay)) : null,
  );
}

export function showLines(lines) {
  return lines.map(({ text, isOther }) =>
    make(
      "div",
      { class: isOther ? "rp-merging__other" : "" },
      isOther ? make("span", { class: "rp-unseen" }, "Only here: ") : null,
      text || "\u00a0",
    ),
  );
}

function showWay([label, act], place) {
  const kind = place ? "rp-button" : "rp-button rp-button--main";
  return make("button", { type: "button", class: kind, onclick: () => act() }, label);
}

function showSide(heading, lines) {
  const element = make("div", { class: "rp-merging__text", tabindex: "0", role: "region", "aria-label": heading });
  return make("div", {}, make("h3", {}, heading), fill(element, showLines(lines)));
}
