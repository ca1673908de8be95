// My team: who needs the manager now, then how the team stands; all of it as of one day and through the same filters.

import { startFor } from "../shared/allowed.js";
import { fill, make } from "../shared/dom.js";
import { makeFilters } from "./filters.js";
import { handOn } from "./nav.js";
import { makeRates } from "./rates.js";
import { makeRecords } from "./records.js";

const app = document.getElementById("app");
// The address is written anew before the page is there.
const isForRecords = location.hash === "#records";
const filters = makeFilters({ change: load, own: () => ({ state: records.view, by: rates.by }) });
const assign = make("a", { class: "rp-button", href: "/app/assignments/" }, "Assign a course");
const records = makeRecords({ filters, keep: () => filters.keep(), changed: () => rates.load(), turned: nameList });
const rates = makeRates({ filters, keep: () => filters.keep() });

const standing = make("section", { hidden: true }, make("h2", {}, "How the team stands"), rates.element);
const heading = make("h2", { id: "records", tabindex: "-1" });

// What stands below the list is shown when the list is there, so that it needn't move.
function start() {
  const loaded = load();
  filters.element.append(assign);
  nameList();
  fill(app, filters.element, rates.tiles, make("section", {}, heading, records.element), standing);
  if (isForRecords) goToRecords();
  filters.offer();
  loaded.then(() => {
    standing.hidden = false;
  });
}

// The heading says which list it is, and so does the tile that leads to it.
function nameList() {
  fill(heading, records.title);
  rates.mark(records.view);
}

function goToRecords() {
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}

function load() {
  filters.keep();
  handOn(filters.query());
  const chosen = filters.query();
  const asked = ["team_id", "course_id"].map((name) => [name, chosen.get(name) || ""]);
  assign.href = `/app/assignments/?${new URLSearchParams(asked)}`;
  return Promise.allSettled([records.load(), rates.load()]);
}

startFor(start);
