// What a KPI is, as the registry defines it: what it answers, how it is computed, and what it must not be taken for.

import { make } from "../shared/dom.js";

const DIRECTIONS = { up: "more is better", down: "less is better", neither: "neither more nor less is better" };
const TIMING = {
  leading: "leading: it moves before the outcome does",
  lagging: "lagging: it tells how it went",
};

export function showDefinition(kpi, more = []) {
  const facts = [
    ["Question", kpi.question],
    ["Formula", kpi.formula],
    ["Counted in", `${kpi.unit}; ${DIRECTIONS[kpi.direction]}`],
    ["Timing", TIMING[kpi.timing] || kpi.timing],
    ["Data it needs", kpi.needs.map(sayName).join(", ")],
    ["Least", kpi.least_n ? `${kpi.least_n.toLocaleString("en-GB")} ${kpi.n_means}` : null],
    ...more,
    ["Interval", kpi.method],
    ["Assumes", list(kpi.assumptions)],
    ["Traps", list(kpi.traps)],
    ["Source", kpi.source],
  ];
  return make(
    "dl",
    { class: "rp-definition" },
    facts.filter(([, said]) => said).map(([name, said]) => make("div", {}, make("dt", {}, name), make("dd", {}, said))),
  );
}

export function sayName(name) {
  return name.replaceAll("_", " ");
}

function list(texts) {
  if (texts.length < 2) return texts[0];
  return make(
    "ul",
    {},
    texts.map((text) => make("li", {}, text)),
  );
}
