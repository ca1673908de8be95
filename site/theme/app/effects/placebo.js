// The placebo beside a report: how far random halves of the same people lie apart, where nothing was done.

import { make } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { sayMethod, showWorking } from "../shared/shares.js";
import { sayDifference } from "./amounts.js";

// The halves by the outcome that is shown come first, where there are some.
export function showHalves({ halves, said_of_people: people, currency }, outcome) {
  const known = halves.filter(({ difference }) => difference);
  const sorted = [...halves].sort((one, other) => Number(other.outcome === outcome) - Number(one.outcome === outcome));
  return make(
    "section",
    { class: "rp-card" },
    make("h3", {}, "What chance alone shows"),
    sorted.flatMap((half) => [draw(half, currency), make("p", {}, half.said)]),
    people ? make("p", {}, people) : null,
    known.length
      ? showWorking(
          sorted
            .filter(({ difference }) => difference)
            .map(({ title, difference, significant }) =>
              make(
                "p",
                {},
                `${title}: ${sayMethod(difference)} A test at 5 % takes ${(significant * 100).toFixed(1)} % of these splits for more than chance.`,
              ),
            ),
        )
      : null,
  );
}

function draw({ title, unit, difference }, currency) {
  if (!difference) return null;
  const reach = Math.max(Math.abs(difference.low), Math.abs(difference.high)) * 1.15 || 1;
  const say = (value) => (value === 0 ? "none" : sayDifference(value, unit, currency));
  const text = `${title} of halves: ${say(difference.low)} to ${say(difference.high)}`;
  return drawInterval({ ...difference, value: 0, start: -reach, end: reach }, text, say);
}
