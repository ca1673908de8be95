// Forecast: what was won, what is to come by which method, what each was worth before, and what was kept of it.

import { makeAsking } from "../results/asking.js";
import { wordsFor } from "../results/figures.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { sayDay, sayMoment } from "../shared/words.js";
import { showAssumptions } from "./assumptions.js";
import { showComing } from "./coming.js";
import { showKept } from "./kept.js";
import { showMethods } from "./methods.js";
import { showNext } from "./next.js";
import { usedOf } from "./said.js";

// What can be forecast, and how many periods after the next one.
const STEPS = { week: "Weeks", month: "Months", quarter: "Quarters", year: "Years" };
const AHEAD = { week: 8, month: 5, quarter: 3, year: 1 };

const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);
const chosen = { method: asked.get("method") || "", period: asked.get("period") || "" };
const asking = makeAsking({ change: load, steps: STEPS });
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");
const back = make("a", { class: "rp-button", href: "/app/results/" }, "All results");
let turn = 0;

function start() {
  fill(app, make("p", { class: "rp-actions" }, back), asking.element, status, place);
  load();
}

function choose(values) {
  Object.assign(chosen, values);
  asking.keep(chosen);
}

async function load() {
  asking.keep(chosen);
  back.href = asking.linkTo("/app/results/");
  turn += 1;
  const own = turn;
  place.setAttribute("aria-busy", "true");
  if (!place.childElementCount) fill(place, make("div", { class: "rp-card rp-waiting", "aria-hidden": "true" }));
  fill(status, "Computing…");
  try {
    const answer = await readJson(`/kpis/forecast?${asking.query({ ahead: AHEAD[asking.step] })}`);
    if (own === turn) show(answer);
  } catch (error) {
    if (own !== turn) return;
    fill(status);
    showProblem(place, error, load);
  }
  if (own === turn) place.removeAttribute("aria-busy");
}

function show(answer) {
  asking.learn(answer);
  fill(status, sayBasis(answer));
  const words = wordsFor("money", answer.currency, numbersOf(answer));
  fill(
    place,
    showNext(answer, words),
    showComing(answer, words, { method: chosen.method, choose: (method) => choose({ method }) }),
    showMethods(answer, words, { period: chosen.period, choose: (period) => choose({ period }) }),
    showKept(answer, words, (name) => asking.linkTo("/app/kpi/", { name })),
    showAssumptions(answer),
  );
}

function numbersOf(answer) {
  return [...answer.history.map(({ value }) => value), ...usedOf(answer).map(({ projection }) => projection?.value)];
}

function sayBasis({ whose, as_of: asOf, currency, counted_at: counted, is_pending: isPending }) {
  const pending = isPending ? " What came in since then is being counted." : "";
  return `${whose.name}, as of ${sayDay(asOf)}. Amounts in ${currency}. Counted ${sayMoment(counted)}.${pending}`;
}

startFor(start);
