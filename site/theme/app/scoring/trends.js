// How a rep's scores move: a line for each criterion with the same levels, and in words what may be read off it.

import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { sayMethod, showWorking } from "../shared/shares.js";
import { drawSparkline } from "../shared/sparkline.js";
import { sayDay } from "../shared/words.js";

const DIRECTIONS = { up: "rising", down: "falling", level: "no clear direction", unknown: "too few to say" };

export function makeTrends(personId) {
  const place = make("div");
  load(place, personId);
  return make("section", {}, make("h2", {}, "How scores move"), place);
}

async function load(place, personId) {
  try {
    show(place, await readJson(`/scoring/people/${personId}/trends`));
  } catch (error) {
    showProblem(place, error, () => load(place, personId));
  }
}

function show(place, { items, least_n: least }) {
  if (!items.length) return fill(place, make("p", { class: "rp-empty" }, "Nothing was scored yet."));
  const rubrics = [...new Set(items.map(({ rubric_id: id }) => id))];
  fill(
    place,
    rubrics.map((id) => {
      const lines = items.filter((line) => line.rubric_id === id);
      return make(
        "details",
        { class: "rp-card", open: rubrics.length === 1 },
        make("summary", {}, `${lines[0].rubric_title || id}: ${sayAll(lines)}`),
        make("ul", { class: "rp-trends" }, lines.map(showLine)),
      );
    }),
    showWorking([
      make(
        "p",
        {},
        `Scores that others gave, from a criterion's lowest level to its highest. A direction is said from ${least} scores on, where the whole range is on one side.`,
      ),
      make("p", {}, sayMethod(items.find(({ interval }) => interval)?.interval) || ""),
    ]),
  );
}

function sayAll(lines) {
  const count = (direction) => lines.filter((line) => line.direction === direction).length;
  const said = [
    [count("up"), "rising"],
    [count("down"), "falling"],
    [count("level") + count("unknown"), "not clear"],
  ];
  return said
    .filter(([number]) => number)
    .map(([number, word]) => `${number} ${word}`)
    .join(", ");
}

function showLine(line) {
  const { name, is_new: isNew, mean, last, direction, scores, by_others: points } = line;
  const text = `${name}: last ${percent(last)}, mean ${percent(mean)} of ${scores}; ${DIRECTIONS[direction]}${saySlope(line)}`;
  const shown = points.map(({ share }) => ({ value: share, low: null, high: null, isOver: true }));
  return make(
    "li",
    {},
    make("p", {}, text),
    points.length > 1 ? drawSparkline(shown, text) : null,
    isNew
      ? make("p", { class: "rp-note" }, `Its levels were changed: this begins anew on ${sayDay(points[0].day)}.`)
      : null,
  );
}

function saySlope({ slope, interval }) {
  if (slope === null || !interval) return "";
  const points = (value) => Math.round(value * 100);
  return ` (${points(slope)} points a month, about ${points(interval.low)} to ${points(interval.high)})`;
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}
