// Draws a short series and its intervals as a picture in a line of text, with a text alternative.

import { draw } from "./interval.js";

const WIDTH = 240;
const HEIGHT = 48;
const EDGE = 6;
// Intervals that reach further than this many times what the values span are cut off at the edge.
const REACH = 1.5;

// Points are { value, low, high, isOver }, oldest first; a value that is null leaves a gap, and an open ring isn't over.
export function drawSparkline(points, text) {
  const at = scaleOf(points);
  const shown = points
    .map(({ value, low, high, isOver }, place) => ({ value, low, high, isOver, x: at.x(place) }))
    .filter(({ value }) => value !== null);
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "rp-sparkline", role: "img", "aria-label": text },
    shown
      .filter(({ low }) => low !== null)
      .map(({ x, low, high }) =>
        draw("line", { class: "rp-sparkline__range", x1: x, x2: x, y1: at.y(low), y2: at.y(high) }),
      ),
    draw("path", { class: "rp-sparkline__line", d: pathOf(points, at) }),
    shown.map(({ x, value, isOver }, place) =>
      draw("circle", {
        class: `rp-sparkline__value${isOver ? "" : " rp-sparkline__value--open"}`,
        cx: x,
        cy: at.y(value),
        r: place === shown.length - 1 ? 4 : 2,
      }),
    ),
  );
}

function scaleOf(points) {
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  const ends = points.flatMap(({ low, high }) => [low, high]).filter((end) => end !== null);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = (most - least || Math.abs(most) || 1) * REACH;
  const bottom = Math.max(Math.min(least, ...ends), least - reach);
  const top = Math.min(Math.max(most, ...ends), most + reach);
  const part = (value) => Math.min(1, Math.max(0, (value - bottom) / (top - bottom || 1)));
  return {
    x: (place) => EDGE + (points.length < 2 ? 0.5 : place / (points.length - 1)) * (WIDTH - 2 * EDGE),
    y: (value) => HEIGHT - EDGE - part(value) * (HEIGHT - 2 * EDGE),
  };
}

function pathOf(points, at) {
  const step = ({ value }, place) => {
    if (value === null) return "";
    const isFirst = place === 0 || points[place - 1].value === null;
    return `${isFirst ? "M" : "L"}${at.x(place)} ${at.y(value)}`;
  };
  return points.map(step).join("");
}
