// Teams, for admins: the tree with who is in each, and the forms that add, rename, move and remove one.

import { startFor } from "../shared/allowed.js";
import { readJson, sendJson } from "../shared/api.js";
import { confirmFirst } from "../shared/confirm.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { count } from "../shared/words.js";
import { makeFold, namedButton, namedRow, sayDone } from "./form.js";
import { makeTeamForm } from "./team-form.js";
import { teamsInOrder } from "./team-tree.js";

const HEADS = ["Team", "Above it", "People", "Action"];
const ADD = "Add a team";
const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("Teams"));
  try {
    const { items } = await readJson("/teams");
    const view = { form: make("div"), said: make("div"), list: make("div") };
    view.fold = makeFold(ADD, view.form);
    fill(app, view.fold, view.said, view.list);
    show(view, items);
  } catch (error) {
    showProblem(app, error, start);
  }
}

async function again(view, done) {
  show(view, (await readJson("/teams")).items);
  view.fold.open = false;
  sayDone(view.said, done);
}

function show(view, teams) {
  view.teams = teams;
  offerForm(view, null);
  if (!teams.length) return fill(view.list, make("p", { class: "rp-empty" }, "There is no team yet."));
  const rows = teamsInOrder(teams).map(([team, depth]) => showRow(view, team, depth));
  return fill(view.list, scrollingTable("Teams", HEADS, make("tbody", {}, rows)));
}

// The form for another one, or for one that is there.
function offerForm(view, team) {
  fill(view.fold.querySelector("h2"), team ? `Change ${team.name}` : ADD);
  fill(
    view.form,
    makeTeamForm(view.teams, team, (done) => again(view, done)),
  );
  if (!team) return;
  view.fold.open = true;
  view.form.querySelector("input").focus();
}

function showRow(view, team, depth) {
  const above = view.teams.find(({ id }) => id === team.parent_id)?.name || "";
  const remove = (event) => askToRemove(view, team, event.target);
  return namedRow([make("span", { "aria-hidden": "true" }, "\u2003".repeat(depth)), team.name], {
    "Above it": above,
    People: make("a", { href: `/app/people/?team_id=${team.id}` }, count(team.people, "person", "people")),
    Action: make(
      "p",
      { class: "rp-actions" },
      namedButton("Change", team.name, () => offerForm(view, team)),
      namedButton("Remove", team.name, remove),
    ),
  });
}

function askToRemove(view, team, button) {
  const words = {
    heading: "Remove this team?",
    title: team.name,
    text: "Only a team in which nobody ever was can be removed.",
    yes: "Remove it",
    no: "Keep it",
  };
  confirmFirst(button, words, async (close) => {
    await sendJson("DELETE", `/teams/${team.id}`);
    close();
    await again(view, `${team.name} is removed.`);
  });
}

startFor(start);
