// Results: what changed beyond its interval first, then every KPI by its group, for whom and when is asked.

import { readKept } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { showWorking } from "../shared/shares.js";
import { sayDay, sayMoment } from "../shared/words.js";
import { makeAsking } from "./asking.js";
import { showCard } from "./card.js";
import { sayChange, showVerdict } from "./change.js";
import { sayFigure, wordsOf } from "./figures.js";
import { makeMonthly } from "./monthly.js";
import { sayBefore, sayPeriodSoFar } from "./periods.js";

const app = document.getElementById("app");
const asking = makeAsking({ change: load });
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");
const csv = make("a", { class: "rp-button", href: addressOf("/kpis.csv"), download: true }, "Download as CSV");
const forecast = make("a", { class: "rp-button", href: "/app/forecast/" }, "Forecast");
const definitions = make("a", { class: "rp-button", href: "/app/kpi-definitions/" }, "What each KPI means");
let turn = 0;

function start() {
  fill(
    app,
    asking.element,
    make("p", { class: "rp-actions" }, forecast, csv, definitions),
    status,
    place,
    makeMonthly(),
  );
  load();
}

async function load() {
  if (!asking.isComplete) return fill(status, "Choose both days.");
  turn += 1;
  const asked = turn;
  const query = asking.query();
  csv.href = addressOf(`/kpis.csv?${query}`);
  forecast.href = asking.linkTo("/app/forecast/");
  place.setAttribute("aria-busy", "true");
  if (!place.childElementCount) fill(place, waiting());
  fill(status, "Computing…");
  try {
    const answer = await readJson(`/kpis?${query}`);
    if (asked === turn) show(answer);
  } catch (error) {
    if (asked !== turn) return;
    fill(status);
    showProblem(place, error, load);
  }
  place.removeAttribute("aria-busy");
}

function waiting() {
  const cards = Array.from({ length: 6 }, () => make("div", { class: "rp-card rp-waiting", "aria-hidden": "true" }));
  return make("div", { class: "rp-kpis" }, cards);
}

function show(answer) {
  asking.learn(answer);
  fill(status, sayBasis(answer));
  const groups = [...new Set(answer.items.map(({ group }) => group))];
  fill(
    place,
    showStandouts(answer),
    groups.map((group) => showGroup(group, answer)),
  );
}

function sayBasis({ whose, periods, items, as_of: asOf, currency, counted_at: counted, is_pending: isPending }) {
  const last = periods.at(-1);
  const before = items.length ? ` Compared with ${sayBefore(items[0].before_period, last)}.` : "";
  const pending = isPending ? " What came in since then is being counted." : "";
  return `${whose.name}, ${sayPeriodSoFar(last)}, as of ${sayDay(asOf)}.${before} Amounts in ${currency}. Counted ${sayMoment(counted)}.${pending}`;
}

function showStandouts({ items, changes, currency }) {
  const clear = items.filter(({ change }) => change?.is_clear);
  return make(
    "section",
    { class: "rp-standouts" },
    make("h2", {}, "What stands out"),
    clear.length
      ? make(
          "ul",
          {},
          clear.map((kpi) => showStandout(kpi, currency)),
        )
      : make("p", {}, changes.said),
    changes.said_of_rule ? showWorking(make("p", {}, changes.said_of_rule)) : null,
  );
}

function showStandout(kpi, currency) {
  const words = wordsOf(kpi, currency, [...kpi.results, kpi.before]);
  return make(
    "li",
    {},
    showVerdict(kpi.change),
    " ",
    make("a", { href: linkTo(kpi) }, kpi.title),
    `: ${sayFigure(kpi.results.at(-1), words)}. ${sayChange(kpi, words)}.`,
  );
}

function showGroup(group, answer) {
  const own = answer.items.filter((kpi) => kpi.group === group);
  const without = own.filter(isWithoutData);
  // What nothing can be said of comes after what something can.
  const cards = own
    .filter((kpi) => !isWithoutData(kpi))
    .sort((one, other) => Number(isUnsaid(one)) - Number(isUnsaid(other)));
  return make(
    "section",
    {},
    make("h2", {}, group.charAt(0).toUpperCase() + group.slice(1)),
    cards.length
      ? make(
          "div",
          { class: "rp-kpis" },
          cards.map((kpi) => showCard(kpi, answer, linkTo(kpi))),
        )
      : null,
    without.length ? showWithout(without) : null,
  );
}

function isWithoutData({ results }) {
  return results.at(-1).status === "no_data";
}

function isUnsaid({ results }) {
  return results.every(({ status }) => status !== "measured");
}

// Each kind of data that lacks once, with what waits for it.
function showWithout(kpis) {
  const whys = [...new Set(kpis.map(({ notes }) => notes.join("; ")))];
  const isAdmin = readKept()?.roles.includes("admin");
  return make(
    "div",
    { class: "rp-muted rp-kpi__without" },
    make("p", {}, "Not shown yet:"),
    make(
      "ul",
      {},
      whys.map((why) =>
        showWhy(
          why,
          kpis.filter(({ notes }) => notes.join("; ") === why),
        ),
      ),
    ),
    isAdmin
      ? make("p", {}, make("a", { href: "/docs/results/#where-the-data-comes-from" }, "How data comes in"), ".")
      : make("p", {}, "An admin of this site can bring such data in."),
  );
}

function showWhy(why, kpis) {
  const [first, ...rest] = kpis.map((kpi) => make("a", { href: linkTo(kpi) }, kpi.title));
  return make(
    "li",
    {},
    first,
    rest.flatMap((link) => [", ", link]),
    `: ${why}.`,
  );
}

function linkTo({ name }) {
  return asking.linkTo("/app/kpi/", { name });
}

startFor(start);
