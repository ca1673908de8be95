// Roll-outs by lot: those there are, one of them with what was drawn and read, and the form that plans another.

import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { personLink } from "../shared/people.js";
import { sayMethod, showWorking } from "../shared/shares.js";
import { count, sayDay } from "../shared/words.js";
import { sayDifference } from "./amounts.js";
import { makePlanner } from "./planner.js";

const STATES = { running: "running", readable: "to be read", ended: "ended" };

export function makeRollOutsView(view) {
  const list = make("div");
  const one = make("div", { tabindex: "-1", class: "rp-rolled" });
  const state = { view, list, one };
  load(state);
  if (view.asked.get("id")) open(state, view.asked.get("id"));
  const planner = makePlanner((made) => {
    load(state);
    showOne(state, made);
  });
  return make("div", {}, list, one, make("h3", {}, "Plan a roll-out"), planner);
}

async function load(state) {
  try {
    const { items } = await readJson("/effects/roll-outs");
    fill(state.list, items.length ? showList(state, items) : sayNone());
  } catch (error) {
    showProblem(state.list, error, () => load(state));
  }
}

function sayNone() {
  const text =
    "Nothing is rolled out by lot yet. A lot decides who gets a course or a page first; only then can it be said whether it made the numbers move.";
  return make("p", { class: "rp-empty" }, text);
}

function showList(state, items) {
  const cell = (name, text) => make("td", { "data-label": name }, text);
  const rows = items.map((item) =>
    make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        make("button", { type: "button", class: "rp-link-button", onclick: () => open(state, item.id) }, item.name),
      ),
      cell("What", item.subject_title),
      cell("Outcome", item.outcome_title),
      cell("Read on", sayDay(item.reading_on)),
      cell("State", badge(STATES[item.status], item.status === "ended" ? "plain" : "info")),
    ),
  );
  return scrollingTable("Roll-outs by lot", ["Name", "What", "Outcome", "Read on", "State"], make("tbody", {}, rows));
}

async function open(state, id) {
  try {
    showOne(state, await readJson(`/effects/roll-outs/${encodeURIComponent(id)}`));
  } catch (error) {
    showProblem(state.one, error, () => open(state, id));
  }
}

function showOne(state, found) {
  state.view.remember({ id: found.id });
  const { reading } = found;
  fill(
    state.one,
    make(
      "section",
      { class: "rp-card rp-effect" },
      make("h3", {}, `${found.name}: ${found.outcome_title.toLowerCase()}`),
      make("p", { class: "rp-effect__said" }, reading.said),
      reading.interval ? drawReading(found) : null,
      make("p", {}, found.said_of_power),
      make("p", { class: "rp-muted" }, reading.said_of_drawn),
      found.waves.map((wave) => showWave(wave, found)),
      showWorking(sayWorking(found)),
      found.status === "ended" ? null : showEnd(state, found),
    ),
  );
  state.one.focus({ preventScroll: true });
}

function drawReading({ reading, outcome_unit: unit, currency }) {
  const { interval, difference } = reading;
  const reach = Math.max(Math.abs(interval.low), Math.abs(interval.high)) * 1.15 || 1;
  const say = (value) => (value === 0 ? "none" : sayDifference(value, unit, currency));
  const text = `${say(difference)}, about ${say(interval.low)} to ${say(interval.high)}`;
  return drawInterval({ ...interval, value: difference, start: -reach, end: reach }, text, say);
}

function showWave({ number, begins_on: day, people, unseen }, { kind }) {
  const given = kind === "course" ? "assigned then" : "give it to them then";
  return make(
    "details",
    {},
    make(
      "summary",
      {},
      `Wave ${number}, from ${sayDay(day)}: ${count(people.length + unseen, "person", "people")}, ${given}`,
    ),
    make(
      "ul",
      {},
      people.map(({ id, name }) => make("li", {}, personLink(id, name))),
      unseen ? make("li", {}, `${count(unseen, "person", "people")} you don't manage any more`) : null,
    ),
  );
}

function sayWorking({ seed, strata, unit, reading, ...found }) {
  const within = strata.length ? `, within each ${strata.join(" and ")}` : "";
  return [
    `Drawn by the seed ${seed}${within}; by ${unit === "person" ? "person" : "whole team"}. Planned by ${found.created_by} on ${sayDay(found.created_at)}; nothing of it was changed since.`,
    reading.ratio_p === null
      ? "Before anything is read, the two sides are counted: if they lost more unequally than chance would once in a thousand times, it is stopped."
      : `The two sides as drawn ${reading.drawn.join(" and ")}, as measured ${reading.measured.join(" and ")}: p = ${reading.ratio_p.toPrecision(2)}.`,
    reading.interval
      ? `What the time before explains was taken away (${Math.round(reading.explained * 100)} % of the spread). ${sayMethod(reading.interval)}`
      : "",
  ]
    .filter(Boolean)
    .map((text) => make("p", {}, text));
}

function showEnd(state, found) {
  const outcome = make("div", { role: "status" });
  const isEarly = found.status === "running";
  const text = isEarly
    ? "Later waves never begin, and nothing will be read. What was given stays."
    : "Later waves never begin. What was given stays.";
  const end = async () => {
    try {
      await sendJson("POST", `/effects/roll-outs/${found.id}/end`, undefined, { key: crypto.randomUUID() });
      await Promise.all([load(state), open(state, found.id)]);
    } catch (error) {
      showProblem(outcome, error, end);
    }
  };
  return make(
    "details",
    {},
    make("summary", {}, "End this roll-out"),
    make("p", {}, text),
    make(
      "button",
      { type: "button", class: "rp-button", onclick: end },
      isEarly ? "End it without a reading" : "End it",
    ),
    outcome,
  );
}
