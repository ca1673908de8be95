// Draws differences by the months before and after a start, as dots with intervals; the same numbers as a table below.

import { make, scrollingTable } from "../shared/dom.js";
import { draw } from "../shared/interval.js";
import { sayDifference } from "./amounts.js";

const WIDTH = 320;
const HEIGHT = 190;
const [TOP, BOTTOM, LEFT, RIGHT] = [14, HEIGHT - 34, 12, WIDTH - 12];

export function drawSpans(spans, unit, currency) {
  const at = scaleOf(spans);
  const x = (place) => LEFT + ((place + 0.5) / spans.length) * (RIGHT - LEFT);
  const began = spans.findIndex(({ first_month: first }) => first >= 0);
  const edge = began < 0 ? RIGHT : x(began) - (RIGHT - LEFT) / spans.length / 2;
  return draw(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: "rp-spans",
      role: "img",
      "aria-label": describe(spans, unit, currency),
    },
    draw("line", { class: "rp-spans__none", x1: LEFT, x2: RIGHT, y1: at(0), y2: at(0) }),
    draw("line", { class: "rp-spans__start", x1: edge, x2: edge, y1: TOP - 6, y2: BOTTOM }),
    word("before", edge - 6, TOP, "end"),
    word("after", edge + 6, TOP, "start"),
    ...spans.flatMap((span, place) => dot(span, x(place), at)),
    word("months before and since the start", WIDTH / 2, HEIGHT - 2, "middle"),
  );
}

export function tableOfSpans(spans, unit, currency) {
  const cell = (name, text) => make("td", { "data-label": name }, text);
  const rows = spans.map((span) =>
    make(
      "tr",
      {},
      cell("Months", nameSpan(span)),
      cell("Difference", sayDifference(span.difference, unit, currency)),
      cell("About", sayEnds(span, unit, currency)),
      cell("People", String(span.people)),
    ),
  );
  const heads = ["Months", "Difference", "About", "People"];
  return scrollingTable("Differences by months before and since the start", heads, make("tbody", {}, rows));
}

// Before the start a dot is hollow, so that the two are told apart without colour.
function dot({ first_month: first, last_month: last, difference, interval }, x, at) {
  return [
    draw("line", { class: "rp-spans__range", x1: x, x2: x, y1: at(interval.low), y2: at(interval.high) }),
    draw("circle", {
      class: first < 0 ? "rp-spans__dot rp-spans__dot--before" : "rp-spans__dot",
      cx: x,
      cy: at(difference),
      r: 5,
    }),
    word(`${Math.abs(first)}–${Math.abs(last)}`, x, BOTTOM + 14, "middle"),
  ];
}

function scaleOf(spans) {
  const ends = spans.flatMap(({ interval }) => [interval.low, interval.high]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = (high - low || 1) * 0.05;
  const share = (value) => (value - low + room) / (high - low + 2 * room);
  return (value) => BOTTOM - share(value) * (BOTTOM - TOP - 10);
}

function word(text, x, y, anchor) {
  const node = draw("text", { class: "rp-spans__word", x, y, "text-anchor": anchor });
  node.textContent = text;
  return node;
}

function describe(spans, unit, currency) {
  return spans
    .map(
      (span) =>
        `Months ${nameSpan(span)}: ${sayDifference(span.difference, unit, currency)}, about ${sayEnds(span, unit, currency)}`,
    )
    .join(". ");
}

function nameSpan({ first_month: first, last_month: last }) {
  return first < 0 ? `${-first} to ${-last} before` : `${first} to ${last} after`;
}

function sayEnds({ interval }, unit, currency) {
  return `${sayDifference(interval.low, unit, currency)} to ${sayDifference(interval.high, unit, currency)}`;
}
