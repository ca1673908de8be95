// What the forecasts assume, in words.

import { make } from "../shared/dom.js";
import { capital } from "./said.js";

const ASSUMED = [
  "Errors to come are as those of the past: an interval is as wide as past forecasts, as far ahead, were wrong. It says nothing of a year unlike all before.",
  "Each range is of one period alone. The ranges of several don't add up to one of their sum.",
  "An amount without an exchange rate is in no figure.",
  "A past day is forecast by what is known now of that day: what somebody entered late counts as if it had been there.",
  "The method is chosen by the back-test of the same days. What is written down each week, and so the accuracy below it, is always by the first method, so that it compares like with like.",
];
const AUTO_ETS = "auto_ets";

export function showAssumptions({ methods }) {
  const isMissing = methods.every(({ name }) => name !== AUTO_ETS);
  return make(
    "section",
    {},
    make("h2", { id: "assumptions" }, "What this rests on"),
    make(
      "dl",
      { class: "rp-definition" },
      methods.map(({ title, description, notes }) =>
        make("div", {}, make("dt", {}, title), make("dd", {}, [`${capital(description)}.`, ...notes].join(" "))),
      ),
      isMissing
        ? make(
            "div",
            {},
            make("dt", {}, "AutoETS"),
            make("dd", {}, "Not installed here: it comes with the extra ", make("code", {}, "forecast"), "."),
          )
        : null,
      make(
        "div",
        {},
        make("dt", {}, "Assumes"),
        make(
          "dd",
          {},
          make(
            "ul",
            {},
            ASSUMED.map((text) => make("li", {}, text)),
          ),
        ),
      ),
    ),
  );
}
