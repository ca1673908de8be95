// Health: what isn't being done and since when, and how the processes and their jobs are.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { badge, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count, sayMoment } from "../shared/words.js";

const SECONDS_BETWEEN_LOOKS = 5;
const STATES = {
  ready: ["Everything works", "complete"],
  degraded: ["Something isn't being done", "overdue"],
  starting: ["The first index is being built", "in_progress"],
  broken: ["The database can't be reached", "overdue"],
};
const PARTS = { index: "Search index", site: "Site", check: "Library check" };
const app = document.getElementById("app");
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");

async function load() {
  try {
    show(await readJson("/health"));
  } catch (error) {
    fill(status);
    showProblem(place, error, load);
  }
}

function show(health) {
  const [text, kind] = STATES[health.status];
  fill(status, badge(text, kind), ` ${count(health.pages, "page")}, version ${health.versions.repertoire}.`);
  fill(
    place,
    health.troubles.length ? showTroubles(health) : null,
    make("h2", {}, "Library"),
    scrollingTable(
      "Search index and site",
      ["What", "State", "Since", "Why"],
      [body(Object.keys(PARTS).map((name) => showPart(name, health[name])))],
    ),
    make("h2", {}, "Processes"),
    scrollingTable(
      "Processes",
      ["Process", "State", "Since", "Started again", "How it ended last"],
      [body(health.processes.map(showProcess))],
    ),
    make("h2", {}, "Jobs"),
    scrollingTable(
      "Jobs",
      ["What is done", "State", "Process", "Last done", "Last error"],
      [body(health.jobs.map((job) => showJob(job, health.node)))],
    ),
  );
}

function body(rows) {
  return make("tbody", {}, rows);
}

function showTroubles({ troubles }) {
  const items = troubles.map(({ what, since }) =>
    make("li", {}, `${what}${since ? `, since ${sayMoment(since)}` : ""}`),
  );
  return make("div", { class: "rp-alert", role: "alert" }, make("p", {}, "Not being done:"), make("ul", {}, items));
}

function showPart(name, part) {
  const isUnderWay = part.state === "working" && part.total;
  const state = isUnderWay ? `working, ${part.done} of ${part.total}` : part.state;
  const kind = part.state === "failed" ? "overdue" : part.state === "ready" ? "complete" : "in_progress";
  return row(PARTS[name], badge(state, kind), { Since: part.since && sayMoment(part.since), Why: part.detail });
}

function showProcess({ name, is_running: isRunning, since, deaths, ended }) {
  const state = isRunning ? badge("running", "complete") : badge("being started again", "overdue");
  return row(name, state, {
    Since: since && sayMoment(since),
    "Started again": deaths ? count(deaths, "time") : "never",
    "How it ended last": ended,
  });
}

// A job of the company is done by one node of all; `node` is the one that was asked.
function showJob(job, node) {
  const { does, process, failing_since: failing, held_by: holder, last_success: done, last_error: error } = job;
  return row(does, holder && holder !== node ? badge(`on ${holder}`, "complete") : stateOf(failing, done), {
    Process: process && make("span", { class: "rp-nowrap" }, process),
    "Last done": done && sayMoment(done),
    "Last error": error && `${sayMoment(job.last_error_at)}: ${error}`,
  });
}

function stateOf(failing, done) {
  if (failing) return badge(`failing since ${sayMoment(failing)}`, "overdue");
  return badge(done ? "well" : "not yet", done ? "complete" : "in_progress");
}

// What is known beside the state, by name; what isn't is an empty cell.
function row(what, state, known) {
  const cells = Object.entries(known).map(([name, value]) => make("td", { "data-label": name }, value || null));
  return make("tr", {}, make("th", { scope: "row" }, what), make("td", {}, state), cells);
}

function start() {
  fill(app, status, place);
  load();
  setInterval(load, SECONDS_BETWEEN_LOOKS * 1000);
}

startFor(start);
