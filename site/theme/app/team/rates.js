// How a team stands: how many in each state, and the three rates with their intervals and the rule for what is counted.

import { readJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { segments } from "../shared/segments.js";
import { sayInterval } from "../shared/shares.js";
import { STATES, sayDay, sayPercent } from "../shared/words.js";

const GROUPS = { area: "Area", course: "Course", skill: "Skill", team: "Team" };
const RATES = { completion: "complete and valid", on_time: "on time, of those that were due", overdue: "overdue" };
const HEADS = { completion: "Complete", on_time: "On time", overdue: "Overdue" };

export function makeRates({ filters, keep }) {
  const wanted = new URLSearchParams(location.search).get("by");
  const report = {
    filters,
    by: wanted in GROUPS ? wanted : "area",
    turn: 0,
    tiles: make("ul", { class: "rp-tiles rp-tiles--states" }),
    place: make("div"),
    table: make("div"),
  };
  const choose = (by) => {
    report.by = by;
    keep();
    load(report);
  };
  return {
    tiles: report.tiles,
    element: make(
      "div",
      {},
      report.place,
      segments(
        "Rates by",
        Object.entries(GROUPS).map(([by, label]) => [by, `By ${label.toLowerCase()}`]),
        report.by,
        choose,
      ),
      report.table,
    ),
    get by() {
      return report.by === "area" ? "" : report.by;
    },
    load: () => load(report),
  };
}

async function load(report) {
  const asking = (report.turn += 1);
  try {
    const answer = await readJson(`/training/rates?${report.filters.query({ by: report.by })}`);
    if (asking === report.turn) show(report, answer);
  } catch (error) {
    if (asking !== report.turn) return;
    fill(report.tiles);
    fill(report.table);
    showProblem(report.place, error, () => load(report));
  }
}

function show(report, answer) {
  const counts = { ...answer.total.states, waived: answer.total.waived };
  fill(
    report.tiles,
    Object.entries(STATES).map(([state, label]) =>
      make(
        "li",
        { class: `rp-tile rp-tile--${state}` },
        make("strong", {}, counts[state].toLocaleString("en-GB")),
        make("span", {}, label),
      ),
    ),
  );
  fill(
    report.place,
    make(
      "div",
      { class: "rp-kpis" },
      Object.entries(RATES).map(([name, meaning]) => showRate(answer.total[name], meaning)),
    ),
    showRule(answer),
  );
  fill(
    report.table,
    answer.groups.length
      ? showGroups(answer, GROUPS[report.by])
      : make("p", { class: "rp-empty" }, "Nothing is assigned here."),
  );
}

function showRate({ value, part, whole, interval }, meaning) {
  const isKnown = value !== null;
  return make(
    "section",
    { class: "rp-card rp-rate" },
    make(
      "p",
      { class: "rp-kpi__value" },
      make("strong", {}, isKnown ? sayPercent(value) : "Nothing yet"),
      " ",
      make("span", {}, meaning),
    ),
    isKnown
      ? drawInterval(
          { low: interval.low, high: interval.high, value, start: 0, end: 1 },
          `${meaning}: ${sayPercent(value)}, ${sayInterval(interval)}`,
          sayPercent,
        )
      : null,
    make(
      "p",
      { class: "rp-muted" },
      `${part.toLocaleString("en-GB")} of ${whole.toLocaleString("en-GB")}${interval ? `; ${sayInterval(interval)}` : ""}`,
    ),
  );
}

function showRule({ rule, assumption, as_of: asOf, time_zone: zone }) {
  return make(
    "details",
    { class: "rp-rule" },
    make("summary", {}, "What is counted"),
    make("p", {}, rule),
    make("p", {}, `Intervals are Wilson score intervals: ${assumption}.`),
    make(
      "p",
      {},
      `Days are those of the company's time zone (${zone}); ${sayDay(asOf)} is taken at its end, as far as is known now.`,
    ),
  );
}

function showGroups({ groups }, label) {
  const rows = groups.map((group) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, group.title),
      Object.entries(HEADS).map(([name, head]) =>
        make("td", { "data-label": head }, sayRate(group[name], group.assigned)),
      ),
      make("td", { class: "rp-number", "data-label": "Counted" }, group.assigned.toLocaleString("en-GB")),
    ),
  );
  return scrollingTable(
    `Rates by ${label.toLowerCase()}`,
    [label, ...Object.values(HEADS), "Counted"],
    make("tbody", {}, rows),
  );
}

function sayRate({ value, part, whole, interval }, assigned) {
  if (value === null) return make("span", { class: "rp-muted" }, assigned ? "none due" : "none assigned");
  return [
    make("strong", {}, sayPercent(value)),
    " ",
    make(
      "small",
      { class: "rp-muted" },
      `${part} of ${whole}, ${Math.round(interval.low * 100)} to ${sayPercent(interval.high)}`,
    ),
  ];
}
