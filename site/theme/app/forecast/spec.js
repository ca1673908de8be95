// The chart of a forecast as Vega-Lite describes it; what is past and what is to come differ in shape, not in colour.

import { sayPeriod } from "../results/periods.js";
import { dot, frame } from "../results/specs.js";
import { rangeOf } from "./said.js";

const [INK, EDGE, RANGE, BRAND] = ["ink", "edge", "range", "brand"].map((name) => `var(--rp-${name})`);
const CROSS = "M-1,-1L1,1M-1,1L1,-1";

// `past` is of { period, value, said }, `coming` of { period, projection }, both oldest first.
export function forecastSpec(past, coming, soFar, words) {
  const values = [...past.map((row) => pastRow(row, words)), ...coming.map((row) => comingRow(row, words))];
  // The dashed line begins where the other ends.
  if (past.length) values[past.length - 1].path = values[past.length - 1].value;
  if (coming[0].period.days_counted) values[past.length].soFar = words.scaled(soFar);
  const x = {
    field: "period",
    type: "ordinal",
    scale: { domain: values.map(({ period }) => period) },
    axis: { title: null, labelAngle: 0, labelOverlap: true },
  };
  return {
    ...frame(values, 300),
    encoding: { x },
    layer: [
      ...range("95", { color: EDGE, strokeWidth: 2 }),
      ...range("80", { color: RANGE, strokeWidth: 9, strokeCap: "butt" }),
      line("won", words, {}),
      line("path", words, { strokeDash: [5, 4] }),
      ...only("said", { type: "point", shape: CROSS, size: 40, stroke: INK, strokeWidth: 2, opacity: 1 }),
      ...only("soFar", { type: "tick", color: INK, thickness: 2, size: 24 }),
      dot({ y: number("value", words) }),
    ].filter((layer) => isNeeded(layer, values)),
  };
}

function pastRow({ period, value, said }, words) {
  const won = words.scaled(value);
  return { period: sayPeriod(period), isOver: true, value: won, won, said: said === null ? null : words.scaled(said) };
}

function comingRow({ period, projection }, words) {
  const value = projection ? words.scaled(projection.value) : null;
  const ends = [0.8, 0.95].flatMap((level) => {
    const found = rangeOf(projection, level);
    const name = Math.round(level * 100);
    return [
      [`low${name}`, found && words.scaled(found.low)],
      [`high${name}`, found && words.scaled(found.high)],
    ];
  });
  return { period: sayPeriod(period), isOver: false, value, path: value, ...Object.fromEntries(ends) };
}

function range(name, mark) {
  const encoding = { y: number(`low${name}`), y2: { field: `high${name}` } };
  return [{ transform: [{ filter: `isValid(datum.low${name})` }], mark: { type: "rule", ...mark }, encoding }];
}

function line(field, words, more) {
  return {
    transform: [{ filter: `isValid(datum.${field})` }],
    mark: { type: "line", color: BRAND, strokeWidth: 2, ...more },
    encoding: { y: number(field, words) },
  };
}

function only(field, mark) {
  return [{ transform: [{ filter: `isValid(datum.${field})` }], mark, encoding: { y: number(field) } }];
}

function number(field, words) {
  const axis = { title: words?.axis || null, tickCount: 5 };
  return { field, type: "quantitative", ...(words ? { axis } : {}) };
}

// A layer without a row would still stretch the axis.
function isNeeded({ encoding }, values) {
  return values.some((row) => row[encoding.y.field] !== undefined && row[encoding.y.field] !== null);
}
