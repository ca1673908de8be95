// My team: who needs the manager now, then how the team stands; all of it as of one day and through the same filters.

import { startFor } from "../shared/allowed.js";
import { fill, make } from "../shared/dom.js";
import { makeFilters } from "./filters.js";
import { makeTeamNav } from "./nav.js";
import { makeRates } from "./rates.js";
import { makeRecords } from "./records.js";

const app = document.getElementById("app");
const nav = makeTeamNav("my-team");
const filters = makeFilters({ change: load, own: () => ({ state: records.view, by: rates.by }) });
const assign = make("a", { class: "rp-button", href: "/app/assignments/" }, "Assign a course");
const records = makeRecords({ filters, keep: () => filters.keep(), changed: () => rates.load() });
const rates = makeRates({ filters, keep: () => filters.keep() });

function start() {
  fill(
    app,
    nav.element,
    filters.element,
    rates.tiles,
    make("p", { class: "rp-actions" }, assign),
    make("section", {}, make("h2", {}, "Who needs you"), records.element),
    make("section", {}, make("h2", {}, "How the team stands"), rates.element),
  );
  filters.offer();
  load();
}

function load() {
  filters.keep();
  nav.handOn(filters.query());
  const chosen = filters.query();
  const asked = ["team_id", "course_id"].map((name) => [name, chosen.get(name) || ""]);
  assign.href = `/app/assignments/?${new URLSearchParams(asked)}`;
  records.load();
  rates.load();
}

startFor(start);
