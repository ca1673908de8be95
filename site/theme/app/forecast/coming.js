// Past and coming periods drawn together, and the same numbers in tables: what was won, what is to come.

import { drawChart } from "../results/chart.js";
import { sayPeriod } from "../results/periods.js";
import { fill, make, scrollingTable } from "../shared/dom.js";
import { segments } from "../shared/segments.js";
import { beginPeriod, beginSoFar, LEVELS, rangeOf, saidBy, sayForecast, sayRange, usedOf } from "./said.js";
import { forecastSpec } from "./spec.js";

// `choose` is told which method is drawn, by its name; none is the one used for each period.
export function showComing(answer, words, { method, choose }) {
  const { methods } = answer;
  const picked = methods.some(({ name }) => name === method) ? method : "";
  const place = make("div");
  const draw = (name) => fill(place, showDrawn(answer, words, name));
  draw(picked);
  const offered = [["", "The one used"], ...methods.map(({ name, title }) => [name, title])];
  return make(
    "section",
    {},
    make("h2", {}, "What was won, and what is to come"),
    make(
      "div",
      { class: "rp-filters" },
      segments("Method that is shown", offered, picked, (name) => {
        choose(name);
        draw(name);
      }),
    ),
    place,
  );
}

function showDrawn(answer, words, name) {
  const method = answer.methods.find((one) => one.name === name);
  const coming = method ? saidBy(method) : usedOf(answer);
  const past = pastOf(answer, method || coming[0].method);
  const table = showPast(past, words);
  const isDrawn = past.length || coming.some(({ projection }) => projection);
  return [
    isDrawn
      ? drawChart(forecastSpec(past, coming, answer.won_so_far, words), sayAll(past, coming, words), table)
      : make(
          "p",
          { class: "rp-empty" },
          "Too little data: no such period is over since the first deal was won, and nothing is forecast.",
        ),
    isDrawn ? showLegend(past, coming) : null,
    isDrawn && !past.length
      ? make("p", { class: "rp-muted" }, "No such period is over since the first deal was won.")
      : null,
    showTable(coming, words),
    past.length ? table : null,
  ];
}

// What was won, and what would have been forecast then.
function pastOf({ history }, method) {
  const tests = new Map((method?.projections[0].backtest.tests || []).map(({ period, value }) => [period.name, value]));
  return history.map(({ period, value }) => ({ period, value, said: tests.get(period.name) ?? null, method }));
}

function showLegend(past, coming) {
  const tried = past.find(({ said }) => said !== null);
  const hasRange = (level) => coming.some(({ projection }) => rangeOf(projection, level));
  const bars = [
    hasRange(0.8) ? "8 of 10 such periods end within the thick bar" : "",
    hasRange(0.95) ? "19 of 20 within the thin line" : "",
  ].filter(Boolean);
  const said = [
    "Dots are what was won, rings what is forecast.",
    bars.length ? `${bars.join(", ")}; each is of one period alone, and they don't add up.` : "",
    tried
      ? `A cross is what “${tried.method.title}” would have said of that period, as far before its end as today.`
      : "",
    sayUnknown(coming),
    coming[0].period.days_counted ? "The dash is what is won so far." : "",
  ];
  return make("p", { class: "rp-muted" }, said.filter(Boolean).join(" "));
}

function sayUnknown(coming) {
  const known = coming.filter(({ projection }) => projection);
  const missing = LEVELS.filter(({ level }) => known.some(({ projection }) => !rangeOf(projection, level)));
  const said = missing.map(({ label, least }) => `one of ${label} takes ${least} past forecasts as far ahead`);
  return said.length ? `Where a range isn't known, there are too few: ${said.join(", ")}.` : "";
}

function showTable(coming, words) {
  return scrollingTable(
    "What is to come",
    ["Period", "Forecast", ...LEVELS.map(({ label }) => `${label} times`), "By"],
    make(
      "tbody",
      {},
      coming.map(({ period, projection, method }) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, beginSoFar(period)),
          make("td", { "data-label": "Forecast" }, projection ? words.say(projection.value) : "too little data"),
          LEVELS.map(({ level, label }) =>
            make(
              "td",
              { "data-label": `${label} times` },
              projection ? sayRange(rangeOf(projection, level), words) || "not known" : null,
            ),
          ),
          make("td", { "data-label": "By" }, projection ? method.title : null),
        ),
      ),
    ),
  );
}

function showPast(past, words) {
  const tried = past.find(({ said }) => said !== null);
  const heads = ["Period", "Won", ...(tried ? [`“${tried.method.title}” would have said`] : [])];
  const rows = past.map(({ period, value, said }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, beginPeriod(period)),
      make("td", { "data-label": "Won" }, words.say(value)),
      tried
        ? make("td", { "data-label": "Would have been said" }, said === null ? "too little data" : words.say(said))
        : null,
    ),
  );
  return make(
    "details",
    {},
    make("summary", {}, "What was won, as a table"),
    scrollingTable("What was won", heads, make("tbody", {}, rows)),
  );
}

function sayAll(past, coming, words) {
  const won = past.map(({ period, value }) => `${sayPeriod(period)}: ${words.say(value)}`).join("; ");
  const known = coming.filter(({ projection }) => projection);
  const forecast = known.map(({ period, projection }) => `${sayPeriod(period)}: ${sayForecast(projection, words)}`);
  const parts = [won ? `Won: ${won}.` : "", forecast.length ? `Forecast: ${forecast.join("; ")}.` : ""];
  return `Chart of won value by period, and its forecast. ${parts.filter(Boolean).join(" ")}`;
}
