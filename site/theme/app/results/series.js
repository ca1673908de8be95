// A KPI over time: drawn with its intervals, and the same numbers in a table.

import { make, scrollingTable } from "../shared/dom.js";
import { drawChart } from "./chart.js";
import { sayFigure, sayOf } from "./figures.js";
import { sayPeriod } from "./periods.js";
import { seriesSpec } from "./specs.js";

export function showSeries(kpi, { periods }, words) {
  if (periods.length < 2) return null;
  const rows = periods.map((period, place) => ({
    period,
    result: { ...kpi.results[place], target: kpi.targets[place] },
  }));
  const hasTargets = kpi.targets.some((target) => target !== null);
  const isDrawn = rows.some(({ result }) => result.status === "measured");
  const table = make(
    "details",
    {},
    make("summary", {}, "The numbers as a table"),
    scrollingTable(
      `${kpi.title} by period`,
      ["Period", "Value", "About", "From", ...(hasTargets ? ["Target"] : [])],
      showRows(kpi, rows, words, hasTargets),
    ),
  );
  return make(
    "section",
    {},
    make("h2", {}, "Over time"),
    isDrawn
      ? drawChart(seriesSpec(rows, words), sayAll(kpi, rows, words), table)
      : make("p", {}, "No period has enough data yet."),
    !isDrawn || rows.at(-1).period.is_over
      ? null
      : make(
          "p",
          { class: "rp-muted" },
          "The last period, an open ring, isn't over: of what is counted there is more to come.",
        ),
    table,
  );
}

function showRows(kpi, rows, words, hasTargets) {
  return make(
    "tbody",
    {},
    rows.map(({ period, result }) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, `${sayPeriod(period)}${period.is_over ? "" : ", so far"}`),
        figureCells(result, kpi, words),
        make("td", { "data-label": "From" }, sayOf(result.n, kpi.n_means)),
        hasTargets
          ? make("td", { "data-label": "Target" }, result.target === null ? "" : words.say(result.target))
          : null,
      ),
    ),
  );
}

export function figureCells({ status, value, interval }, { measure }, words) {
  const isKnown = status === "measured";
  const unsaid = isKnown ? (measure === "stock" ? "exact" : "not known") : "";
  return [
    make("td", { "data-label": "Value" }, isKnown ? words.say(value) : "insufficient data"),
    make(
      "td",
      { "data-label": "About" },
      interval ? `${words.bare(interval.low)} to ${words.bare(interval.high)}` : unsaid,
    ),
  ];
}

function sayAll(kpi, rows, words) {
  const said = rows
    .filter(({ result }) => result.status === "measured")
    .map(({ period, result }) => {
      const target = result.target === null ? "" : `, target ${words.say(result.target)}`;
      return `${sayPeriod(period)}: ${sayFigure(result, words)}${target}`;
    });
  return `Chart of ${kpi.title} by period. ${said.join("; ")}.`;
}
