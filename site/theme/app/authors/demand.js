// Demand: searches in vain, pages that are read though stale or never opened, and the gaps that authors fill.

import { signedIn } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { pager } from "../shared/pager.js";
import { keepInAddress, segments } from "../shared/segments.js";
import { count, sayDay } from "../shared/words.js";
import { showPages } from "./demand-pages.js";
import { showSearches } from "./demand-searches.js";
import { loadGaps } from "./gaps.js";

const PAGE_SIZE = 20;
const VIEWS = {
  nothing: { label: "Found nothing", path: "/demand/searches", rows: showSearches },
  unopened: { label: "Found but not opened", path: "/demand/searches", rows: showSearches },
  stale: { label: "Read though stale", path: "/demand/pages", rows: showPages },
  unused: { label: "Never opened", path: "/demand/pages", rows: showPages },
};
const asked = new URLSearchParams(location.search);
const from = make("input", { type: "date" });
const to = make("input", { type: "date" });
const csv = make("a", { class: "rp-button", download: true }, "Download CSV");
const status = make("p", { class: "rp-status", role: "status", tabindex: "-1" });
const place = make("div");
const gaps = make("div");
let shownPage = 1;
let view = asked.get("view") in VIEWS ? asked.get("view") : "nothing";
let turn = 0;

function start() {
  [from.value, to.value] = [asked.get("from") || "", asked.get("to") || ""];
  const views = segments(
    "Report",
    Object.entries(VIEWS).map(([name, { label }]) => [name, label]),
    view,
    (name) => {
      view = name;
      load();
    },
  );
  const form = make(
    "form",
    { class: "rp-filters" },
    labelled("From", from),
    labelled("To", to),
    make("button", { type: "submit", class: "rp-button" }, "Show"),
    csv,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    load();
  });
  fill(
    document.getElementById("app"),
    views,
    form,
    status,
    place,
    make("h2", { id: "gaps", tabindex: "-1" }, "Gaps"),
    gaps,
  );
  load();
  loadGaps(gaps, reloadAll);
}

// A gap that was taken, given back or closed shows in the report and among the gaps.
async function reloadAll() {
  await Promise.all([load(shownPage), loadGaps(gaps, reloadAll)]);
}

async function load(page = 1) {
  const asking = (turn += 1);
  const period = Object.fromEntries(
    [
      ["from", from.value],
      ["to", to.value],
    ].filter(([, value]) => value),
  );
  const query = new URLSearchParams({ kind: view, ...period });
  csv.href = addressOf(`${VIEWS[view].path}.csv?${query}`);
  keepInAddress({ view: view === "nothing" ? "" : view, ...period });
  try {
    const [report, me] = await Promise.all([
      readJson(`${VIEWS[view].path}?${query}&page=${page}&limit=${PAGE_SIZE}`),
      signedIn,
    ]);
    if (asking === turn) show(report, me);
  } catch (error) {
    if (asking !== turn) return;
    fill(status);
    showProblem(place, error, () => load(page));
  }
}

function show(report, me) {
  shownPage = report.page;
  [from.value, to.value] = [report.start, report.end];
  const pending = report.pending_days
    ? ` What happened on ${count(report.pending_days, "day")} isn't counted yet; that takes a few moments.`
    : "";
  fill(status, `${sayDay(report.start)} to ${sayDay(report.end)}, whole days.${pending}`);
  fill(
    place,
    make("h2", { class: "rp-unseen" }, VIEWS[report.kind].label),
    VIEWS[report.kind].rows(report, { me, changed: reloadAll }),
    pager(report, turnTo),
    make("p", { class: "rp-muted" }, report.definition),
  );
}

async function turnTo(page) {
  await load(page);
  status.focus();
}

startFor(start);
