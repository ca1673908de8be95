// Forms with one button, and the folds in which they stand.

import { fill, make, showProblem } from "../shared/dom.js";

// `send` may fail, and says what was done; while it is under way the button waits.
export function makeForm(rows, label, send) {
  const said = make("div");
  const button = make("button", { type: "submit", class: "rp-button rp-button--main" }, label);
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    fill(said);
    try {
      sayDone(said, await send());
    } catch (error) {
      showProblem(said, error);
    }
    button.disabled = false;
  };
  return make(
    "form",
    { class: "rp-form rp-form--rows", onsubmit: submit },
    rows,
    make("p", { class: "rp-actions" }, button),
    said,
  );
}

export function sayDone(place, done) {
  fill(place, done ? make("p", { class: "rp-status", role: "status" }, done) : null);
}

export function makeFold(title, ...children) {
  return make(
    "details",
    { class: "rp-card rp-fold" },
    make("summary", {}, make("h2", {}, title)),
    make("div", {}, ...children),
  );
}

// A line of text, a day with `type`, whatever else an <input> is; only what is written has a length.
/** @returns {HTMLInputElement} */
export function makeInput(attributes = {}) {
  const { type = "text" } = attributes;
  const maxlength = type === "date" ? null : "200";
  return /** @type {HTMLInputElement} */ (make("input", { type, maxlength, autocomplete: "off", ...attributes }));
}

// A button that says on what it works to those who don't see its row.
export function namedButton(text, name, onclick) {
  return make("button", { type: "button", class: "rp-button", "aria-label": `${text}: ${name}`, onclick }, text);
}

// A row whose cells name themselves: what it is about, then each value by the name of its column.
export function namedRow(head, cells) {
  const values = Object.entries(cells).map(([name, value]) => make("td", { "data-label": name }, [value].flat()));
  return make("tr", {}, make("th", { scope: "row" }, head), values);
}
