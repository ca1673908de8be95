// Everybody: found by name, role, team and whether they are here; with the form that adds one, and what was joined.

import { readJson } from "../shared/api.js";
import { badge, choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { keepInAddress } from "../shared/segments.js";
import { ROLES, sayDate } from "../shared/words.js";
import { makeFold, makeInput, namedRow } from "./form.js";
import { makeMerges } from "./merges.js";
import { makeNewPerson } from "./new-person.js";
import { makePeopleUpload } from "./people-upload.js";
import { teamChoices } from "./team-tree.js";

const HEADS = ["Person", "E-mail", "Roles", "Team", "Region", "State"];
const STATES = [
  ["here", "Here"],
  ["left", "Left"],
  ["any", "All"],
];
const AT_ONCE = 50;
const PATIENCE_MS = 250;

export async function showPeople(app, teams, asked) {
  const view = {
    q: makeInput({ type: "search", value: asked.get("q") }),
    role: choice([["", "Any role"], ...Object.entries(ROLES)]),
    state: choice(STATES),
    team: choice(teamChoices(teams, "All teams")),
    list: make("div"),
  };
  view.role.value = asked.get("role") || "";
  view.state.value = asked.get("state") || "here";
  view.team.value = asked.get("team_id") || "";
  const filters = make(
    "div",
    { class: "rp-filters", role: "search", "aria-label": "People" },
    labelled("Name or e-mail", view.q),
    labelled("Role", view.role),
    labelled("State", view.state),
    labelled("Team and those below", view.team),
  );
  let timer = 0;
  filters.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => load(view), PATIENCE_MS);
  });
  fill(
    app,
    makeFold("Add a person", makeNewPerson(teams)),
    makeFold(
      "Upload a list of people",
      makePeopleUpload(() => load(view)),
    ),
    makeFold("Joined records", makeMerges()),
    filters,
    view.list,
  );
  await load(view);
}

async function load(view) {
  const values = { q: view.q.value.trim(), role: view.role.value, team_id: view.team.value };
  const state = view.state.value;
  keepInAddress({ ...values, state: state === "here" ? "" : state });
  const filters = Object.entries({ ...values, state: state === "any" ? "" : state }).filter(([, value]) => value);
  const query = new URLSearchParams([...filters, ["limit", String(AT_ONCE)]]).toString();
  view.asked = query;
  try {
    const answer = await readJson(`/people?${query}`);
    if (view.asked === query) show(view, answer);
  } catch (error) {
    showProblem(view.list, error, () => load(view));
  }
}

function show(view, { items, next }) {
  if (!items.length) return fill(view.list, make("p", { class: "rp-empty", role: "status" }, "Nobody fits."));
  const rows = make("tbody", {}, items.map(showRow));
  const add = (more) => rows.append(...more.map(showRow));
  return fill(view.list, scrollingTable("People", HEADS, rows), showMore(next, add, { class: "rp-pager" }));
}

function showRow(person) {
  const { id, name, email, roles, team_name: team, region, left_at: left } = person;
  const isGone = left && new Date(left) <= new Date();
  return namedRow(make("a", { href: `?id=${id}` }, name), {
    "E-mail": email,
    Roles: roles.map((role) => ROLES[role]).join(", "),
    Team: team || "",
    Region: region || "",
    State: left ? badge(`${isGone ? "Left" : "Leaves"} ${sayDate(left)}`, isGone ? "waived" : "expiring") : "",
  });
}
