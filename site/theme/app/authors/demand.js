// Demand: searches in vain, what people say they need and of pages, pages read though stale or never opened, and gaps.

import { signedIn } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { pager } from "../shared/pager.js";
import { keepInAddress, segments } from "../shared/segments.js";
import { count, sayDay } from "../shared/words.js";
import { showAsked } from "./demand-asked.js";
import { showFeedback } from "./demand-feedback.js";
import { showPages } from "./demand-pages.js";
import { showSearches } from "./demand-searches.js";
import { loadGaps } from "./gaps.js";

const PAGE_SIZE = 20;
// Each with what it is told apart by: reports of one address by their kind, and by the days of which they are.
const VIEWS = {
  nothing: { label: "Found nothing", path: "/demand/searches", rows: showSearches, kind: "nothing", hasPeriod: true },
  unopened: {
    label: "Found but not opened",
    path: "/demand/searches",
    rows: showSearches,
    kind: "unopened",
    hasPeriod: true,
  },
  asked: { label: "Asked for", path: "/demand/asked", rows: showAsked, hasPeriod: true },
  feedback: { label: "Worked or didn't", path: "/feedback", rows: showFeedback },
  stale: { label: "Read though stale", path: "/demand/pages", rows: showPages, kind: "stale", hasPeriod: true },
  unused: { label: "Never opened", path: "/demand/pages", rows: showPages, kind: "unused", hasPeriod: true },
};
const asked = new URLSearchParams(location.search);
const from = make("input", { type: "date" });
const to = make("input", { type: "date" });
const send = make("button", { type: "submit", class: "rp-button" }, "Show");
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
  const form = make("form", { class: "rp-filters" }, labelled("From", from), labelled("To", to), send, csv);
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
  const { kind, hasPeriod } = VIEWS[view];
  const query = new URLSearchParams({ ...(kind && { kind }), ...(hasPeriod && period) });
  for (const field of [from, to]) field.closest(".rp-field").hidden = !hasPeriod;
  send.hidden = !hasPeriod;
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
  if (report.start) {
    [from.value, to.value] = [report.start, report.end];
    const pending = report.pending_days
      ? ` What happened on ${count(report.pending_days, "day")} isn't counted yet; that takes a few moments.`
      : "";
    fill(status, `${sayDay(report.start)} to ${sayDay(report.end)}, whole days.${pending}`);
  } else fill(status, "Of each person the last word, whenever it was said.");
  fill(
    place,
    make("h2", { class: "rp-unseen" }, VIEWS[view].label),
    VIEWS[view].rows(report, { me, changed: reloadAll }),
    pager(report, turnTo),
    make("p", { class: "rp-muted" }, report.definition),
  );
}

async function turnTo(page) {
  await load(page);
  status.focus();
}

startFor(start);
