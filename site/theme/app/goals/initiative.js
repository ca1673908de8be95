// Initiatives: all of them, or one with its goals, who answers for what, how its KPIs moved, and its tasks.

import { signedIn } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count, sayDay } from "../shared/words.js";
import { kpiLink, sayWithInterval } from "./amounts.js";
import { makeTasks } from "./tasks.js";
import { makeWhose } from "./whose.js";

const app = document.getElementById("app");
const id = new URLSearchParams(location.search).get("id");
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");
let whose;

async function start() {
  if (!id) {
    fill(app, status, place);
    return list();
  }
  whose = await makeWhose({ own: { id }, changed: load });
  const back = make("a", { class: "rp-button", href: "/app/initiative/" }, "All initiatives");
  fill(
    app,
    make("p", { class: "rp-actions" }, back),
    make("div", { class: "rp-filters" }, whose.element),
    status,
    place,
  );
  load();
}

async function list() {
  fill(status, "Loading…");
  try {
    const { items } = await readJson("/kpis/initiatives");
    fill(status, items.length ? count(items.length, "initiative") : "The library has no initiatives yet.");
    fill(place, items.map(showRow));
  } catch (error) {
    fill(status);
    showProblem(place, error, list);
  }
}

function showRow({ page, starts, open, overdue, done }) {
  const tasks =
    open + done
      ? `${done} of ${count(open + done, "task")} done${overdue ? `, ${overdue} overdue` : ""}`
      : "No tasks yet";
  return make(
    "section",
    { class: "rp-card" },
    make("h2", {}, make("a", { href: `/app/initiative/?${new URLSearchParams({ id: page.id })}` }, page.title)),
    page.summary ? make("p", {}, page.summary) : null,
    make("p", { class: "rp-card__facts" }, `${starts ? `Starts ${sayDay(starts)}. ` : ""}${tasks}.`),
  );
}

async function load() {
  fill(status, "Computing…");
  try {
    const asked = readJson(`/kpis/initiatives/${encodeURIComponent(id)}?${whose.query()}`);
    const [answer, me] = await Promise.all([asked, signedIn]);
    show(answer, me);
  } catch (error) {
    fill(status);
    showProblem(place, error, load);
  }
}

function show(answer, me) {
  const { page, goals, kpis, raci, content, courses } = answer;
  fill(document.querySelector("h1"), page.title);
  fill(status, sayPeriods(answer));
  fill(
    place,
    page.summary
      ? make("p", {}, page.summary, " ", page.url ? make("a", { href: page.url }, "Read the plan") : null)
      : null,
    part(
      "Goals",
      goals.length
        ? make(
            "ul",
            {},
            goals.map((text) => make("li", {}, text)),
          )
        : null,
    ),
    part("KPIs, before and since", kpis.length ? showKpis(kpis, answer) : null),
    make("section", { class: "rp-part" }, make("h2", {}, "Tasks"), makeTasks(id, answer, { me, changed: load })),
    part("Who answers for what", raci.length ? showRaci(raci) : null),
    part("Content and courses", content.length + courses.length ? showPages([...courses, ...content]) : null),
  );
}

function part(title, body) {
  return body ? make("section", { class: "rp-part" }, make("h2", {}, title), body) : null;
}

function sayPeriods({ whose: of, starts, before, since }) {
  if (!starts) return `${of.name}. The plan doesn't say when it starts.`;
  if (!since) return `${of.name}. It starts on ${sayDay(starts)}.`;
  return `${of.name}: since ${sayDay(since.start)}, compared with ${sayDay(before.start)} to ${sayDay(before.end)}.`;
}

function showKpis(kpis, { currency }) {
  const rows = kpis.map((kpi) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, kpi.unit ? kpiLink(kpi.kpi, kpi.title) : kpi.title),
      cell("To reach", `${kpi.target_text}${kpi.by ? ` by ${sayDay(kpi.by)}` : ""}`),
      cell("Before", sayResult(kpi.before, kpi.unit, currency)),
      cell("Since", sayResult(kpi.since, kpi.unit, currency)),
      cell("What can be said", kpi.sentence),
    ),
  );
  const heads = ["KPI", "To reach", "Before", "Since", "What can be said"];
  return scrollingTable("KPIs of this initiative", heads, make("tbody", {}, rows));
}

function sayResult(result, unit, currency) {
  if (!result) return "–";
  return result.value === null ? "Insufficient data" : sayWithInterval(result, unit, currency);
}

function showRaci(raci) {
  const columns = ["responsible", "accountable", "consulted", "informed"];
  const title = (name) => name.charAt(0).toUpperCase() + name.slice(1);
  const rows = raci.map((row) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, row.task),
      columns.map((name) => cell(title(name), row[name])),
    ),
  );
  return scrollingTable("Who answers for what", ["Task", ...columns.map(title)], make("tbody", {}, rows));
}

function showPages(pages) {
  return make(
    "ul",
    {},
    pages.map(({ title, url }) => make("li", {}, url ? make("a", { href: url }, title) : title)),
  );
}

function cell(label, text) {
  return make("td", { "data-label": label }, text);
}

startFor(start);
