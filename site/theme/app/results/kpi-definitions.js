// All KPIs by their group, as the registry defines them, and claims that are often taken for figures.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { CLAIMS } from "./claims.js";
import { showDefinition } from "./definition.js";

const app = document.getElementById("app");

async function start() {
  try {
    show((await readJson("/kpis/definitions")).items);
  } catch (error) {
    showProblem(app, error, start);
  }
}

function show(items) {
  const groups = [...new Set(items.map(({ group }) => group))];
  fill(
    app,
    make("p", {}, make("a", { href: "/app/results/" }, "Results"), " show the figures."),
    groups.map((group) => showGroup(group, items)),
    showClaims(),
  );
  // What the address names wasn't there when the page was loaded.
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function showGroup(group, items) {
  const own = items.filter((kpi) => kpi.group === group);
  return make(
    "section",
    {},
    make("h2", { id: `group-${group}` }, group.charAt(0).toUpperCase() + group.slice(1)),
    make(
      "p",
      { class: "rp-definition__names" },
      own.flatMap((kpi, place) => [place ? " · " : null, make("a", { href: `#${kpi.name}` }, kpi.title)]),
    ),
    own.map((kpi) =>
      make(
        "section",
        { class: "rp-card", id: kpi.name },
        make("h3", {}, make("a", { href: `/app/kpi/?name=${encodeURIComponent(kpi.name)}` }, kpi.title)),
        showDefinition(kpi),
      ),
    ),
  );
}

function showClaims() {
  return make(
    "section",
    { id: "claims" },
    make("h2", {}, "Claims, not measurements"),
    make("p", {}, "Often quoted, and used for no figure here."),
    CLAIMS.map(({ claim, source, verdict }) =>
      make("blockquote", {}, make("p", {}, claim), make("p", { class: "rp-muted" }, `${source} ${verdict}`)),
    ),
  );
}

startFor(start);
