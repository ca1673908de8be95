// One KPI: its figure, the periods before it, what it is told apart by, and what it rests on.

import { readKept } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { addressOf, fetchOrFail, readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { sayMethod, showWorking } from "../shared/shares.js";
import { sayDay, sayMoment } from "../shared/words.js";
import { makeAsking } from "./asking.js";
import { makeBreakdown } from "./breakdown.js";
import { showFigure } from "./card.js";
import { showChange } from "./change.js";
import { showDefinition } from "./definition.js";
import { sayMissing, sayOf, wordsOf } from "./figures.js";
import { sayBefore, sayPeriodSoFar } from "./periods.js";
import { showSeries } from "./series.js";

const app = document.getElementById("app");
const name = new URLSearchParams(location.search).get("name") || "";
const asking = makeAsking({ change: load });
const breakdown = makeBreakdown({ name, asking, keep });
const status = make("p", { class: "rp-status", role: "status" });
const back = make("a", { class: "rp-button", href: "/app/results/" }, "All results");
const csv = make("a", { class: "rp-button", href: addressOf("/kpis.csv"), download: true }, "All KPIs as CSV");
const rows = make(
  "a",
  { class: "rp-button", href: addressOf("/kpis"), onclick: downloadRows },
  "The rows behind it as CSV",
);
const forecast = make("a", { class: "rp-button", href: "/app/forecast/", hidden: true }, "The forecast");
const figure = make("div");
const definition = make("div");
// What stands behind the name of a page in its title.
const site = document.title.slice(document.title.indexOf(" - "));
let turn = 0;

function start() {
  if (!name)
    return fill(app, make("p", {}, "Choose a KPI from the ", make("a", { href: "/app/results/" }, "results"), "."));
  fill(
    app,
    make("p", { class: "rp-actions" }, back, forecast, csv, rows),
    asking.element,
    status,
    figure,
    breakdown.element,
    definition,
  );
  load();
}

function keep() {
  asking.keep({ name, by: breakdown.by, over: breakdown.over });
}

async function load() {
  back.href = asking.linkTo("/app/results/");
  if (!asking.isComplete) return fill(status, "Choose both days.");
  keep();
  turn += 1;
  const asked = turn;
  const query = asking.query();
  csv.href = addressOf(`/kpis.csv?${query}`);
  rows.href = addressOf(`/kpis/${encodeURIComponent(name)}/rows.csv?${query}`);
  fill(status, "Computing…");
  try {
    const answer = await readJson(`/kpis/${encodeURIComponent(name)}?${query}`);
    if (asked === turn) show(answer);
  } catch (error) {
    if (asked !== turn) return;
    fill(status);
    breakdown.clear();
    showProblem(figure, error, load);
  }
}

// Not every KPI is counted from rows that can be listed, which is said here and not on a page of its own.
async function downloadRows(event) {
  event.preventDefault();
  try {
    const { ok } = await fetchOrFail(rows.href, { method: "HEAD", credentials: "same-origin" });
    if (ok) location.assign(rows.href);
    else fill(status, "This isn't counted from rows that can be listed.");
  } catch (error) {
    fill(status, error.message);
  }
}

function show(answer) {
  const [kpi] = answer.items;
  asking.learn(answer);
  forecast.href = asking.linkTo("/app/forecast/");
  forecast.hidden = kpi.group !== "planning";
  fill(document.querySelector("h1"), kpi.title);
  document.title = kpi.title + site;
  fill(status, sayBasis(answer));
  const words = wordsOf(kpi, answer.currency, [...kpi.results, kpi.before]);
  fill(
    figure,
    make("p", { class: "rp-kpi__question" }, kpi.question),
    showNow(kpi, answer.periods.at(-1), words),
    showSeries(kpi, answer, words),
  );
  fill(definition, make("h2", { id: "definition" }, "What this rests on"), showDefinition(kpi, showData(kpi)));
  breakdown.show(kpi, answer);
}

function sayBasis({ whose, periods, as_of: asOf, currency, counted_at: counted, is_pending: isPending }) {
  const pending = isPending ? " What came in since then is being counted." : "";
  return `${whose.name}, ${sayPeriodSoFar(periods.at(-1))}, as of ${sayDay(asOf)}. Amounts in ${currency}. Counted ${sayMoment(counted)}.${pending}`;
}

function showNow(kpi, period, words) {
  const now = kpi.results.at(-1);
  const isKnown = now.status === "measured";
  const change = showChange(kpi, words);
  const compared = change ? ` Compared with ${sayComparedWith(kpi.before_period, period)}.` : "";
  return make(
    "div",
    { class: "rp-card rp-kpi" },
    isKnown ? showFigure(now, kpi, words) : make("p", { class: "rp-kpi__missing" }, sayWhyNot(now, kpi)),
    kpi.target ? make("p", {}, `Target: ${words.say(kpi.target.value)}, ${kpi.target.verdict}.`) : null,
    change,
    isKnown ? make("p", { class: "rp-muted" }, `From ${sayOf(now.n, kpi.n_means)}.${compared}`) : null,
    now.status === "no_data" ? showWay() : null,
    now.status !== "no_data" && kpi.notes.length
      ? make("p", { class: "rp-muted" }, `To note: ${kpi.notes.join("; ")}.`)
      : null,
    now.interval ? showWorking(make("p", {}, sayMethod(now.interval))) : null,
  );
}

function sayWhyNot(now, kpi) {
  if (now.status === "no_data") return `Nothing can be said: ${kpi.notes.join("; ")}.`;
  return sayMissing(now, kpi);
}

// What speaks of whole periods is compared with a whole one also while its own isn't over.
function sayComparedWith(before, { is_over: isOver, days_counted: counted }) {
  return sayBefore(before, { is_over: isOver || before.days_counted !== counted });
}

function showWay() {
  if (!readKept()?.roles.includes("admin")) return make("p", {}, "An admin of this site can bring such data in.");
  return make("p", {}, make("a", { href: "/docs/results/#where-the-data-comes-from" }, "How data comes in"), ".");
}

// How much of the data has faults, and what couldn't be priced, of the last period.
function showData(kpi) {
  const { n, faulty, unpriced } = kpi.results.at(-1);
  const report = document.querySelector('[data-tool="app/crm-quality/"]');
  const way = report && faulty ? ["; ", make("a", { href: report.getAttribute("href") }, "see which")] : [];
  return [
    faulty === null
      ? ["Faults", null]
      : ["Faults", [`${faulty.toLocaleString("en-GB")} of ${sayOf(n, kpi.n_means)}`, ...way]],
    [
      "Not priced",
      unpriced ? `${unpriced.toLocaleString("en-GB")} without an amount, or without its exchange rate` : null,
    ],
  ];
}

startFor(start);
