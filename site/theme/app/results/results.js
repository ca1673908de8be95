// Results: each indicator with its interval and what it rests on, or a plain sentence where it can't be said.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { keepInAddress } from "../shared/segments.js";
import { sayAbout, sayMethod, showWorking } from "../shared/shares.js";
import { sayDay } from "../shared/words.js";

const NAMES = {
  training_completion: "Training completion",
  search_success: "Search success",
  seller_time_saved: "Seller time saved",
};
const BASELINES = { self_report: "self-reported, not measured" };
const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);
const from = make("input", { type: "date", required: true, value: asked.get("from") });
const to = make("input", { type: "date", required: true, value: asked.get("to") });
const place = make("div");
const status = make("p", { class: "rp-status", role: "status" });

function start() {
  const form = make(
    "form",
    { class: "rp-filters" },
    labelled("From", from),
    labelled("To", to),
    make("button", { type: "submit", class: "rp-button" }, "Show"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    load();
  });
  fill(app, form, status, place);
  load();
}

async function load() {
  const chosen = { from: from.value, to: to.value };
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  keepInAddress(chosen);
  fill(status, "Computing…");
  try {
    const report = await readJson(`/kpis?${query}`);
    from.value = report.start;
    to.value = report.end;
    fill(status, `${sayDay(report.start)} to ${sayDay(report.end)}, whole days, of the people you manage.`);
    fill(place, make("div", { class: "rp-kpis" }, report.items.map(showKpi)));
  } catch (error) {
    fill(status);
    showProblem(place, error, load);
  }
}

function showKpi(kpi) {
  return make(
    "section",
    { class: "rp-card rp-kpi" },
    make("h2", {}, NAMES[kpi.name] || sayName(kpi.name)),
    kpi.status === "measured" ? showMeasured(kpi) : make("p", { class: "rp-kpi__missing" }, explainMissing(kpi)),
    make("p", { class: "rp-kpi__definition" }, kpi.definition),
    showWorking(showBasis(kpi)),
  );
}

function showMeasured(kpi) {
  const { low, high } = kpi.interval || {};
  const text = kpi.interval ? sayAbout(kpi.interval, (value) => sayNumber(value, kpi.unit)) : "how exact isn't known";
  return [
    make(
      "p",
      { class: "rp-kpi__value" },
      make("strong", {}, sayValue(kpi.value, kpi.unit)),
      make("span", {}, `, ${text}`),
    ),
    kpi.interval
      ? drawInterval(
          { low, high, value: kpi.value, ...scaleOf(kpi) },
          `${sayValue(kpi.value, kpi.unit)}, ${text}`,
          (value) => sayValue(value, kpi.unit),
        )
      : null,
    kpi.details.baseline_method
      ? make(
          "p",
          {},
          `Against a baseline of ${kpi.details.baseline_seconds} s, ${BASELINES[kpi.details.baseline_method]}: ${kpi.details.baseline_source}.`,
        )
      : null,
    make("p", { class: "rp-muted" }, `From ${kpi.n.toLocaleString("en-GB")} ${kpi.n_means}.`),
  ];
}

function scaleOf(kpi) {
  if (kpi.unit === "share") return { start: 0, end: 1 };
  return { start: Math.min(0, kpi.interval.low * 1.2), end: Math.max(1, kpi.interval.high * 1.2) };
}

function sayValue(value, unit) {
  if (unit === "share") return `${Math.round(value * 100)} %`;
  const digits = value !== 0 && Math.abs(value) < 10 ? 1 : 0;
  const number = value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === "hours" ? `${number} hours` : `${number} ${unit}`;
}

// Without its unit.
function sayNumber(value, unit) {
  return sayValue(value, unit).replace(/ .*$/, "");
}

function explainMissing(kpi) {
  if (kpi.status === "no_baseline")
    return "Nobody has said yet how long it took to find content before, so no time saved can be stated.";
  const needed = kpi.details.minimum ? ` It takes at least ${kpi.details.minimum}` : "";
  const people = kpi.details.people !== undefined ? ", from at least 5 people" : "";
  return `Not enough data to state a figure: ${kpi.n.toLocaleString("en-GB")} ${kpi.n_means}.${needed ? `${needed}${people}.` : ""}`;
}

function showBasis(kpi) {
  const facts = Object.entries(kpi.details).filter(([, value]) => value !== null);
  const method = kpi.interval ? [make("li", {}, sayMethod(kpi.interval))] : [];
  return [
    make(
      "ul",
      {},
      kpi.assumptions.map((text) => make("li", {}, `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)),
      method,
    ),
    make(
      "dl",
      { class: "rp-facts-list" },
      facts.map(([name, value]) =>
        make(
          "div",
          {},
          make("dt", {}, sayName(name)),
          make(
            "dd",
            {},
            typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 1 }) : value,
          ),
        ),
      ),
    ),
  ];
}

function sayName(name) {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

startFor(start);
