// Each method beside the others for one coming period: what it says, what it was worth before, and which is used.

import { choice, fill, labelled, make, scrollingTable } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { beginPeriod, LEVELS, rangeOf, sayBias, sayRange, sayShareOf, usedOf } from "./said.js";

// `choose` is told of which coming period the methods are shown, by its name; none is the first.
export function showMethods(answer, words, { period, choose }) {
  const used = usedOf(answer);
  const place = make("div");
  const select = choice(used.map((one) => [one.period.name, beginPeriod(one.period)]));
  select.value = used.some((one) => one.period.name === period) ? period : used[0].period.name;
  const draw = () => fill(place, showPeriod(answer, words, Math.max(0, select.selectedIndex)));
  select.addEventListener("change", () => {
    choose(select.selectedIndex ? select.value : "");
    draw();
  });
  draw();
  return make(
    "section",
    {},
    make("h2", { id: "methods" }, "Each method, and what it was worth before"),
    make("div", { class: "rp-filters" }, labelled("Forecasts of", select)),
    place,
  );
}

function showPeriod(answer, words, ahead) {
  const { period, method, because } = usedOf(answer)[ahead];
  const name = beginPeriod(period);
  return [
    make("p", {}, method ? [make("strong", {}, `${name}: “${method.title}” is used.`), ` ${because}`] : because),
    showTable(answer.methods, ahead, words, name),
    make("p", { class: "rp-muted" }, sayHow(answer.methods, ahead)),
    ...answer.methods.map((one) => showTests(one, ahead, words)),
  ];
}

function showTable(methods, ahead, words, name) {
  const heads = ["Method", "Says", "Off by", "Bias", ...LEVELS.map(({ label }) => `Held ${label}`), "Tried on"];
  return scrollingTable(
    `Methods with their back-tests: ${name}`,
    heads,
    make(
      "tbody",
      {},
      methods.map((method) => showRow(method, method.projections[ahead], words)),
    ),
  );
}

function showRow({ title }, projection, words) {
  const { backtest } = projection;
  const off = backtest.accuracy === null ? "not known" : `${sayShareOf(1 - backtest.accuracy)} of what came`;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, title),
    make("td", { "data-label": "Says" }, saySaid(projection, words)),
    make("td", { "data-label": "Off by" }, off),
    make("td", { "data-label": "Bias" }, sayBias(backtest.bias)),
    LEVELS.map(({ level, label }) =>
      make("td", { "data-label": `Held ${label}` }, sayHeld(backtest.coverage.find((one) => one.level === level))),
    ),
    make(
      "td",
      { "data-label": "Tried on" },
      backtest.periods ? count(backtest.periods, "past period") : "none: too little data",
    ),
  );
}

function saySaid(projection, words) {
  if (projection.value === null) return "nothing: too little data";
  const range = sayRange(rangeOf(projection, 0.8), words);
  return `${words.say(projection.value)}${range ? `, ${LEVELS[0].label} times ${range}` : ""}`;
}

function sayHeld({ share, intervals, verdict }) {
  if (share === null) return "none could be said";
  const held = `${Math.round(share * intervals)} of ${intervals.toLocaleString("en-GB")}`;
  return verdict === "as it should" ? held : `${held}: ${verdict}`;
}

function sayHow(methods, ahead) {
  const bases = methods.map(({ title, projections }) => ({ title, basis: projections[ahead].backtest.basis }));
  const kinds = [...new Set(bases.map(({ basis }) => basis))];
  const said = kinds.map((basis) => {
    const whose = bases.filter((one) => one.basis === basis).map(({ title }) => `“${title}”`);
    return kinds.length > 1 ? `${whose.join(", ")}: ${basis}.` : `Tried on ${basis}.`;
  });
  return `${said.join(" ")} “Held” counts how often the range that could have been given then held what came; it is called too narrow or too wide only where chance doesn't explain it.`;
}

function showTests({ title, projections }, ahead, words) {
  const { tests } = projections[ahead].backtest;
  if (!tests.length) return null;
  const rows = tests.map(({ period, value, low, high, actual }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, beginPeriod(period)),
      make("td", { "data-label": "Would have said" }, words.say(value)),
      make(
        "td",
        { "data-label": `${LEVELS[0].label} times` },
        low === null ? "not known yet" : sayRange({ low, high }, words),
      ),
      make("td", { "data-label": "Came" }, words.say(actual)),
      make("td", { "data-label": "Off by" }, actual ? sayBias((value - actual) / actual) : words.say(value)),
    ),
  );
  return make(
    "details",
    {},
    make("summary", {}, `Each past forecast of “${title}”`),
    scrollingTable(
      `Past forecasts of “${title}”`,
      ["Period", "Would have said", `${LEVELS[0].label} times`, "Came", "Off by"],
      make("tbody", {}, rows),
    ),
  );
}
