// Charts as Vega-Lite describes them. Colours are tokens by name, so they follow the scheme and the printer.

import { sayPeriod } from "./periods.js";

const [INK, MUTED, LINE, RANGE, BRAND, PAPER] = ["ink", "muted", "line", "range", "brand", "paper"].map(
  (name) => `var(--rp-${name})`,
);
const CONFIG = {
  background: null,
  font: "system-ui, sans-serif",
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: MUTED,
    titleColor: MUTED,
    domainColor: LINE,
    tickColor: LINE,
    gridColor: LINE,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
  },
};

// Rows are { period, result }, oldest first. Where a period has a target, a mark stands at it.
export function seriesSpec(rows, words) {
  const values = rows.map(({ period, result }) => ({
    period: sayPeriod(period),
    isOver: period.is_over,
    ...numbersOf(result, words),
  }));
  const x = {
    field: "period",
    type: "ordinal",
    // Periods that nothing can be said of keep their place.
    scale: { domain: values.map(({ period }) => period) },
    axis: { title: null, labelAngle: 0, labelOverlap: true },
  };
  const y = { field: "value", type: "quantitative", axis: { title: words.axis || null, tickCount: 5 } };
  return {
    ...frame(values, 280),
    encoding: { x },
    layer: [
      ...intervals(values, { y: { field: "low", type: "quantitative" }, y2: { field: "high" } }),
      { mark: { type: "line", color: BRAND, strokeWidth: 2, invalid: "break-paths-filter-domains" }, encoding: { y } },
      dot({ y }),
      ...(values.some(({ target }) => target !== null) ? [targets()] : []),
    ],
  };
}

// Rows are { part, result } in the order to be shown; a line stands at `all`, unless that is null.
export function breakdownSpec(rows, words, all) {
  const values = rows.map(({ result }, place) => ({
    name: nameAt(rows, place),
    place,
    isOver: true,
    ...numbersOf(result, words),
  }));
  const x = { field: "value", type: "quantitative", axis: { title: words.axis || null, tickCount: 5 } };
  const y = {
    field: "name",
    type: "nominal",
    sort: { field: "place" },
    axis: { title: null, labelLimit: 150, grid: true },
  };
  return {
    ...frame(values, values.length * 24),
    layer: [
      ...(all === null ? [] : [whole(words.scaled(all))]),
      ...intervals(values, { y, x: { field: "low", type: "quantitative" }, x2: { field: "high" } }),
      dot({ y, x }),
    ],
  };
}

// A chart tells rows apart by name: what shows nothing makes two of two people who have the same.
function nameAt(rows, place) {
  const { name } = rows[place].part;
  return name + "\u200b".repeat(rows.slice(0, place).filter(({ part }) => part.name === name).length);
}

export function frame(values, height) {
  return {
    width: "container",
    height,
    autosize: { type: "fit-x", contains: "padding" },
    data: { values },
    config: CONFIG,
  };
}

function intervals(values, encoding) {
  if (values.every(({ low }) => low === null)) return [];
  const mark = { type: "rule", color: RANGE, strokeWidth: 7, strokeCap: "round" };
  return [{ transform: [{ filter: "isValid(datum.low)" }], mark, encoding }];
}

function targets() {
  return {
    transform: [{ filter: "isValid(datum.target)" }],
    mark: { type: "tick", color: INK, thickness: 2, size: 24 },
    encoding: { y: { field: "target", type: "quantitative" } },
  };
}

function whole(value) {
  return { mark: { type: "rule", color: INK, strokeDash: [4, 3] }, encoding: { x: { datum: value } } };
}

export function dot(encoding) {
  return {
    transform: [{ filter: "isValid(datum.value)" }],
    mark: { type: "point", filled: true, size: 70, stroke: BRAND, strokeWidth: 2, opacity: 1 },
    encoding: {
      ...encoding,
      fill: { condition: { test: "datum.isOver", value: BRAND }, value: PAPER },
    },
  };
}

function numbersOf({ value, interval, target }, words) {
  const scaled = (number) => (number === null || number === undefined ? null : words.scaled(number));
  return { value: scaled(value), low: scaled(interval?.low), high: scaled(interval?.high), target: scaled(target) };
}
