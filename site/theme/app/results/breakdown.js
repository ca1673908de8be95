// A KPI told apart: dots with their intervals sorted by value, whether they differ at all, and the same in a table.

import { signedIn } from "../shared/account.js";
import { addressOf, readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showWorking } from "../shared/shares.js";
import { count } from "../shared/words.js";
import { drawChart } from "./chart.js";
import { sayName } from "./definition.js";
import { sayFigure, sayOf, wordsOf } from "./figures.js";
import { figureCells } from "./series.js";
import { makeSpan } from "./spans.js";
import { breakdownSpec } from "./specs.js";

// More dots than these are no picture any more; the table has them all.
const MOST_DRAWN = 40;

export function makeBreakdown({ name, asking, keep }) {
  const wanted = new URLSearchParams(location.search).get("by") || "";
  const told = {
    name,
    asking,
    turn: 0,
    by: choice([]),
    span: makeSpan(() => changed()),
    csv: make("a", { class: "rp-button", href: addressOf("/kpis.csv"), download: true }, "Download as CSV"),
    place: make("div"),
    element: make("section", { hidden: true }),
  };
  fill(
    told.element,
    make("h2", { id: "told-apart" }, "Told apart"),
    make("div", { class: "rp-filters" }, labelled("By", told.by), labelled("Over", told.span.select), told.csv),
    told.place,
  );
  const changed = () => {
    keep();
    load(told);
  };
  told.by.addEventListener("change", changed);
  return {
    element: told.element,
    get by() {
      return told.by.value || wanted;
    },
    get over() {
      return told.span.value;
    },
    clear: () => {
      told.element.hidden = true;
    },
    show: (kpi, { whose, periods }) => {
      told.whose = whose;
      told.span.offer(kpi, periods, told.asking.query().get("step"));
      offer(told, kpi, wanted);
    },
  };
}

// People are told apart for those who manage them alone, and nobody has teams within oneself.
async function offer(told, kpi, wanted) {
  const roles = (await signedIn)?.roles || [];
  const isOfOne = ["me", "person"].includes(told.asking.query().get("of")) || isOnlySelf(roles);
  const managesPeople = roles.includes("manager") || roles.includes("admin");
  const offered = kpi.dimensions.filter(
    (by) => !(isOfOne && ["person", "team"].includes(by)) && (by !== "person" || managesPeople),
  );
  const chosen = [told.by.value, wanted, offered[0]].find((by) => offered.includes(by));
  told.element.hidden = !chosen;
  fill(
    told.by,
    offered.map((by) => make("option", { value: by, selected: by === chosen }, capital(sayName(by)))),
  );
  if (chosen) load(told);
}

function isOnlySelf(roles) {
  return !["admin", "analyst", "manager"].some((role) => roles.includes(role));
}

async function load(told) {
  told.turn += 1;
  const asked = told.turn;
  const query = told.asking.query({ by: told.by.value, ...told.span.days });
  for (const name of ["step", "count"]) query.delete(name);
  const path = `/kpis/${encodeURIComponent(told.name)}/breakdown`;
  told.csv.href = addressOf(`${path}.csv?${query}`);
  try {
    const answer = await readJson(`${path}?${query}`);
    if (asked === told.turn) show(told, answer);
  } catch (error) {
    if (asked === told.turn) showProblem(told.place, error, () => load(told));
  }
}

function show(told, answer) {
  const { kpi, by, parts, currency } = answer;
  const rows = parts.map((part) => ({ part, result: part.results[0] })).sort(byValue);
  const measured = rows.filter(({ result }) => result.status === "measured");
  const words = wordsOf(
    kpi,
    currency,
    measured.map(({ result }) => result),
  );
  if (!rows.length) return fill(told.place, make("p", { class: "rp-empty" }, "There is no data to tell apart."));
  const table = scrollingTable(
    `${kpi.title} by ${sayName(by)}`,
    [capital(sayName(by)), "Value", "About", "From"],
    make(
      "tbody",
      {},
      rows.map((row) => showRow(told, row, by, kpi, words)),
    ),
  );
  fill(
    told.place,
    make("p", { class: "rp-told__span" }, told.span.say()),
    ...(rows.length > 1 ? showDifference(answer) : []),
    ...(measured.length > 1 ? showChart(told, answer, measured, words, table) : []),
    showHidden(rows, measured, kpi),
    table,
  );
}

function showChart(told, { kpi, by, whole }, measured, words, table) {
  const all = sharedOf(kpi, whole.at(-1));
  const drawn = measured.slice(0, MOST_DRAWN);
  const said = drawn.map(({ part, result }) => `${part.name}: ${sayFigure(result, words)}`).join("; ");
  const chart = drawChart(breakdownSpec(drawn, words, all), `Chart of ${kpi.title} by ${sayName(by)}. ${said}.`, table);
  if (all === null) return [chart];
  return [chart, make("p", { class: "rp-muted" }, `The dashed line is ${told.whose.name}: ${words.say(all)}.`)];
}

// The figure of all beside which parts can be laid: of what adds up they are shares, and can't.
function sharedOf({ measure, unit }, { value }) {
  const isComparable = unit === "share" || ["ratio", "distribution"].includes(measure);
  return isComparable ? value : null;
}

function showHidden(rows, measured, kpi) {
  const few = rows.length - measured.length;
  const said = [
    measured.length > MOST_DRAWN ? `The chart has the first ${MOST_DRAWN}.` : "",
    few
      ? `Of ${count(rows.length, "row")}, ${few.toLocaleString("en-GB")} ${few === 1 ? "has" : "have"} insufficient data: at least ${kpi.least_n} ${kpi.n_means} are needed, of which longer periods have more.`
      : "",
  ];
  return said.some(Boolean) ? make("p", { class: "rp-muted" }, said.filter(Boolean).join(" ")) : null;
}

// Whether they differ at all comes before who is first.
function showDifference({ difference, untested, by, kpi }) {
  if (!difference) return [make("p", { class: "rp-muted" }, untested)];
  const { test, statistic, df, p, groups } = difference;
  const number = statistic.toLocaleString("en-GB", { maximumFractionDigits: 2 });
  return [
    make("p", { class: "rp-difference" }, difference.sentence),
    kpi.unit === "count" && ["person", "team"].includes(by)
      ? make("p", { class: "rp-muted" }, "Compared by the days that sellers were here.")
      : null,
    showWorking(
      make(
        "p",
        {},
        `One test over all ${groups}, of the days named above, so it isn't many comparisons: ${test}, ${number} on ${df} df, p = ${sayP(p)}.`,
      ),
    ),
  ];
}

function showRow({ asking, name }, { part, result }, by, kpi, words) {
  const href = hrefOf(asking, name, by, part);
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, href ? make("a", { href }, part.name) : part.name),
    figureCells(result, kpi, words),
    make("td", { "data-label": "From" }, sayOf(result.n, kpi.n_means)),
  );
}

// The same page of one part alone, where the figures can be asked for so.
function hrefOf(asking, name, by, { id, key }) {
  if (key === "others" || by === "stage") return null;
  if (by === "team") return id && asking.linkTo("/app/kpi/", { name, of: "team", team_id: id, person_id: "" });
  if (by === "person") return id && asking.linkTo("/app/kpi/", { name, of: "person", person_id: id, team_id: "" });
  return asking.linkTo("/app/kpi/", { name, [by]: key });
}

// What can't be said comes last.
function byValue(one, other) {
  const [a, b] = [one.result.value, other.result.value];
  if (a === null || b === null)
    return Number(a === null) - Number(b === null) || one.part.name.localeCompare(other.part.name);
  return b - a;
}

function sayP(p) {
  return p < 0.001 ? "less than 0.001" : p.toLocaleString("en-GB", { maximumFractionDigits: 3 });
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
