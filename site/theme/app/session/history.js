// Earlier versions of a text, and what was typed on them: to be read beside the text, and put back.

import { readAll } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { markLines } from "./lines.js";
import { showLines } from "./merging.js";
import { sayClock } from "./words.js";

const MOST_PARTS = 20;

// `now` gives the text as it is, `putBack` is told a text.
export function makeHistory({ place, kind, now, putBack }) {
  const list = make("div", { class: "rp-history" });
  const fold = make("details", {}, make("summary", {}, "Earlier versions"), list);
  fold.addEventListener("toggle", () => fold.open && load());
  return fold;

  async function load() {
    fill(list, make("p", { class: "rp-muted", role: "status" }, "Loading…"));
    try {
      const [versions, copies] = await Promise.all(
        ["versions", "copies"].map((part) => readAll(`${place}/${kind}/${part}?limit=20`, MOST_PARTS)),
      );
      const found = [...versions, ...copies].sort((one, other) => other.at.localeCompare(one.at));
      const nothing = make("p", { class: "rp-muted" }, "Nothing was written over yet.");
      fill(list, found.length ? make("ul", {}, found.map(showOne)) : nothing);
    } catch (error) {
      showProblem(list, error, load);
    }
  }

  function showOne({ text, at, by, version }) {
    const body = make("div", { class: "rp-merging__text" });
    const back = make("button", { type: "button", class: "rp-button", onclick: () => putBack(text) }, "Put this back");
    const what = version ? "" : ", typed on an older version";
    const one = make(
      "details",
      {},
      make("summary", {}, `${sayClock(at)}, ${by.name}${what}`),
      body,
      make("p", { class: "rp-actions" }, back),
    );
    one.addEventListener("toggle", () => fill(body, showLines(markLines(text, now())[0])));
    return make("li", {}, one);
  }
}
