// The first coming period on a card: what it will have brought, how sure that is, by which method and why.

import { sayPeriod } from "../results/periods.js";
import { make } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { LEVELS, rangeOf, sayRange, usedOf } from "./said.js";

export function showNext(answer, words) {
  const [next] = usedOf(answer);
  const name = sayPeriod(next.period);
  return make(
    "div",
    { class: "rp-card rp-kpi" },
    make("p", { class: "rp-kpi__question" }, `How much will ${name} have brought when it is over?`),
    next.projection ? showFigure(next, words) : showTooLittle(answer),
    showSoFar(answer, next, words),
    next.method
      ? make(
          "p",
          {},
          `By “${next.method.title}”: `,
          make("a", { href: "#methods" }, "why, and what it was worth before"),
          ".",
        )
      : null,
  );
}

function showFigure({ projection }, words) {
  const ranges = LEVELS.map(({ level, label }) => ({ label, range: rangeOf(projection, level) })).filter(
    ({ range }) => range,
  );
  const said = ranges.map(({ label, range }) => `${label} times ${sayRange(range, words)}`).join(", ");
  return make(
    "p",
    { class: "rp-kpi__value" },
    make("strong", {}, words.say(projection.value)),
    make("span", {}, said ? `, ${said}` : `; how exact isn't known: that takes ${LEVELS[0].least} past forecasts`),
  );
}

function showTooLittle({ methods }) {
  return [
    make("p", { class: "rp-kpi__missing" }, "Too little data for a forecast."),
    make(
      "ul",
      {},
      methods.map(({ title, notes }) => make("li", {}, `${title}: ${notes.join(" ") || "nothing to go by."}`)),
    ),
  ];
}

function showSoFar({ won_so_far: soFar }, { period }, words) {
  const { start, end, days_counted: counted } = period;
  if (!counted) return make("p", { class: "rp-muted" }, "It hasn't begun.");
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
  return make(
    "p",
    { class: "rp-muted" },
    `${words.say(soFar)} is won so far, in ${counted.toLocaleString("en-GB")} of its ${count(days, "day")}.`,
  );
}
