// Goals: each target with its progress and its expected landing, and the form that sets one.

import { startFor } from "../shared/allowed.js";
import { addressOf, readJson, sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { showGoal } from "./goal.js";
import { makeTargetForm } from "./target-form.js";
import { makeTargetList } from "./target-list.js";
import { makeWhose } from "./whose.js";

const app = document.getElementById("app");
const status = make("p", { class: "rp-status", role: "status" });
const actions = make("p", { class: "rp-actions" });
const place = make("div", { class: "rp-kpis" });
const formPlace = make("div");
const csv = make("a", { class: "rp-button", href: addressOf("/kpis/targets.csv"), download: true }, "All as CSV");
let whose;

async function start() {
  whose = await makeWhose({ changed: show });
  fill(app, make("div", { class: "rp-filters" }, whose.element), actions, formPlace, status, place);
  load();
}

function show() {
  fill(formPlace);
  load();
}

async function load() {
  fill(status, "Computing…");
  try {
    const answer = await readJson(`/kpis/targets?${whose.query()}`);
    const known = count(answer.items.length, "target");
    fill(status, `${answer.whose.name}: ${answer.items.length ? known : "no target is set yet"}.`);
    fill(
      actions,
      answer.can_set ? make("button", openerFor(), "Set a target") : null,
      whose.manages ? make("button", { type: "button", class: "rp-button", onclick: openList }, "Upload a list") : null,
      csv,
    );
    fill(
      place,
      answer.items.map((goal) => showGoal(goal, answer.currency, actionsFor(goal, answer))),
    );
  } catch (error) {
    fill(status);
    fill(actions);
    showProblem(place, error, load);
  }
}

function openerFor(goal) {
  return { type: "button", class: "rp-button rp-button--main", onclick: () => openForm(goal) };
}

function actionsFor(goal, { can_set: canSet }) {
  return {
    change: canSet ? () => openForm(goal) : null,
    takeBack: canSet ? () => takeBack(goal) : null,
  };
}

async function openForm(goal) {
  try {
    const { items } = await readJson("/kpis/definitions");
    const form = makeTargetForm({ kpis: items, whose: whose.target, done: show });
    fill(formPlace, form.element);
    form.open(goal);
  } catch (error) {
    showProblem(formPlace, error, () => openForm(goal));
  }
}

// It stays open with what it has kept.
function openList() {
  const list = makeTargetList(load);
  fill(formPlace, list.element);
  list.open();
}

async function takeBack({ kpi, start: first, end }) {
  try {
    await sendJson("PUT", "/kpis/targets", { ...(await whose.target()), kpi, start: first, end, value: null });
    show();
  } catch (error) {
    showProblem(formPlace, error);
  }
}

startFor(start);
