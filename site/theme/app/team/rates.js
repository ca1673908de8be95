// How a team stands: how many in each state, the three rates in words, and a row for each group; each leads to its list.

import { readJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { segments } from "../shared/segments.js";
import { FEW_SHARES, sayAbout, sayMethod, showWorking } from "../shared/shares.js";
import { STATES, sayDay, sayPercent } from "../shared/words.js";

const GROUPS = { area: "Area", course: "Course", skill: "Skill", team: "Team" };
const FILTERS = { area: "area", course: "course_id", skill: "skill", team: "team_id" };
const RATES = { completion: "complete", on_time: "on time", overdue: "overdue" };
const HEADS = { completion: "Complete", on_time: "On time", overdue: "Overdue" };
// In which view of the list the part of a rate is found; what was due once has none of its own.
const VIEWS = { completion: "done", overdue: "overdue" };
const FEW = 100;
const NOTHING = "Nothing that counts is assigned here yet, so there are no rates.";

export function makeRates({ filters, keep }) {
  const wanted = new URLSearchParams(location.search).get("by");
  const report = {
    filters,
    by: wanted in GROUPS ? wanted : "area",
    turn: 0,
    tiles: Object.fromEntries(Object.entries(STATES).map(([state, label]) => [state, makeTile(label)])),
    place: make("div"),
    table: make("div"),
  };
  const choose = (by) => {
    report.by = by;
    keep();
    load(report);
  };
  return {
    tiles: make(
      "ul",
      { class: "rp-tiles rp-tiles--states", "aria-label": "How many stand how" },
      Object.entries(report.tiles).map(([state, { link }]) => make("li", { class: `rp-tile rp-tile--${state}` }, link)),
    ),
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
    // Marks the tile of the list that is shown.
    mark: (chosen) => {
      for (const [state, { link }] of Object.entries(report.tiles)) {
        if (state === chosen) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
  };
}

// A tile stands there before its number is known, so that nothing moves.
function makeTile(label) {
  const number = make("strong", {}, "\u00a0");
  return { number, link: make("a", {}, number, make("span", {}, label)) };
}

async function load(report) {
  const asking = (report.turn += 1);
  try {
    const answer = await readJson(`/training/rates?${report.filters.query({ by: report.by })}`);
    if (asking === report.turn) show(report, answer);
  } catch (error) {
    if (asking !== report.turn) return;
    for (const { number } of Object.values(report.tiles)) fill(number, "–");
    fill(report.table);
    showProblem(report.place, error, () => load(report));
  }
}

function show(report, answer) {
  const counts = { ...answer.total.states, waived: answer.total.waived };
  for (const [state, { link, number }] of Object.entries(report.tiles)) {
    fill(number, counts[state].toLocaleString("en-GB"));
    link.href = report.filters.listOf({ state });
  }
  const rates = Object.keys(RATES).map((name) => showRate(report, name, answer.total[name]));
  if (answer.total.assigned) fill(report.place, make("div", { class: "rp-kpis" }, rates), showRule(answer));
  else fill(report.place, make("p", { class: "rp-empty" }, NOTHING));
  fill(report.table, answer.total.assigned ? showGroups(report, answer) : null);
}

function showRate({ filters }, name, { value, part, whole, interval }) {
  const isKnown = value !== null;
  const meaning = RATES[name];
  const about = interval ? `, ${sayAbout(interval)}` : "";
  return make(
    "div",
    { class: "rp-card rp-rate" },
    make(
      "p",
      { class: "rp-kpi__value" },
      make("strong", {}, isKnown ? sayPercent(value) : "Nothing yet"),
      " ",
      make("span", {}, `${meaning}${about}`),
    ),
    isKnown
      ? drawInterval(
          { low: interval.low, high: interval.high, value, start: 0, end: 1 },
          `${meaning}: ${sayPercent(value)}${about}`,
          sayPercent,
        )
      : null,
    whole ? showParts(filters, name, sayPart(part, whole)) : make("p", {}, "Nothing was due yet."),
  );
}

function showParts(filters, name, said) {
  const list = (state, text) => make("a", { href: filters.listOf({ state }) }, text);
  // No state of a record says that it was due.
  if (name === "on_time") return make("p", {}, `${said} that were due, among `, list("all", "all records"));
  return make("p", {}, list(VIEWS[name], said), " assigned");
}

function showRule({ rule, assumption, total, as_of: asOf, time_zone: zone }) {
  const { interval } = total.completion;
  return showWorking(
    make("p", {}, rule),
    interval ? make("p", {}, `${sayMethod(interval)} It holds if ${assumption}.`) : null,
    make(
      "p",
      {},
      `Days are those of the company's time zone (${zone}); ${sayDay(asOf)} is taken at its end, as far as is known now.`,
    ),
  );
}

function showGroups(report, { groups }) {
  const label = GROUPS[report.by];
  const rows = groups.map((group) => showGroup(report, group));
  const isUncertain = groups.some(({ assigned }) => assigned && assigned < FEW);
  return [
    isUncertain ? make("p", { class: "rp-muted" }, FEW_SHARES) : null,
    scrollingTable(
      `Rates by ${label.toLowerCase()}`,
      [label, ...Object.values(HEADS), "Counted"],
      make("tbody", {}, rows),
    ),
  ];
}

function showGroup({ filters, by }, group) {
  const listOf = (state) => filters.listOf({ state, [FILTERS[by]]: group.key });
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, make("a", { href: listOf("all") }, group.title)),
    Object.entries(HEADS).map(([name, head]) =>
      make("td", { "data-label": head }, showPart(group[name], group, VIEWS[name] && listOf(VIEWS[name]))),
    ),
    make(
      "td",
      { "data-label": "Counted" },
      make(
        "a",
        { href: listOf("all"), "aria-label": `${group.assigned} counted: ${group.title}` },
        group.assigned.toLocaleString("en-GB"),
      ),
    ),
  );
}

function showPart({ value, part, whole }, { assigned, title }, href) {
  if (value === null) return make("span", { class: "rp-muted" }, assigned ? "none due" : "none assigned");
  return [
    make("strong", {}, sayPercent(value)),
    " ",
    href
      ? make(
          "a",
          { class: "rp-part-of", href },
          sayPart(part, whole),
          make("span", { class: "rp-unseen" }, `: ${title}`),
        )
      : make("span", { class: "rp-part-of" }, sayPart(part, whole)),
  ];
}

function sayPart(part, whole) {
  return `${part.toLocaleString("en-GB")} of ${whole.toLocaleString("en-GB")}`;
}
