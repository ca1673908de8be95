// The audit: who did what, about whom and when, found by each of these, and taken away with the same filters.

import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { keepInAddress } from "../shared/segments.js";
import { makeWaiting } from "../shared/waiting.js";
import { HEADS, showEntry } from "./audit-row.js";
import { NOUNS, WAYS } from "./audit-words.js";
import { makeForm, makeInput } from "./form.js";
import { makePersonField } from "./person-field.js";

const AT_ONCE = 50;
const KEPT = ["action", "actor_id", "person_id", "via", "from", "to"];
const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("Audit"));
  try {
    const given = new URLSearchParams(location.search);
    const asked = Object.fromEntries(KEPT.map((name) => [name, given.get(name) || ""]));
    const view = { csv: exportLink("All of these as CSV"), lines: exportLink("As JSON lines"), list: make("div") };
    const [actor, person] = await Promise.all([readKnown(asked.actor_id), readKnown(asked.person_id)]);
    fill(
      app,
      makeFilters(view, asked, actor, person),
      make("p", { class: "rp-actions" }, view.csv, view.lines),
      view.list,
    );
    await load(view, asked);
  } catch (error) {
    showProblem(app, error, start);
  }
}

// Somebody of whom a link speaks; who is unknown isn't filtered by in the form.
async function readKnown(id) {
  return id ? readJson(`/people/${encodeURIComponent(id)}`).catch(() => null) : null;
}

function exportLink(text) {
  return make("a", { class: "rp-button", download: true }, text);
}

function makeFilters(view, asked, actor, person) {
  const [noun, became] = asked.action.split(".");
  const day = (value) => makeInput({ type: "date", value });
  const parts = {
    noun: choice([["", "Everything"], ...Object.entries(NOUNS).sort(([, one], [, other]) => one.localeCompare(other))]),
    became: makeInput({ pattern: "[a-z\\-]+", maxlength: "30", value: became, placeholder: "such as changed" }),
    via: choice([["", "Any way"], ...Object.entries(WAYS)]),
    actor: makePersonField("Who did it", actor),
    person: makePersonField("About whom", person),
    from: day(asked.from),
    to: day(asked.to),
  };
  parts.noun.value = noun;
  parts.via.value = asked.via;
  const followNoun = () => (parts.became.disabled = !parts.noun.value);
  parts.noun.addEventListener("change", followNoun);
  followNoun();
  const rows = [
    labelled("What", parts.noun),
    labelled("What became of it", parts.became),
    parts.actor.element,
    parts.person.element,
    labelled("By which way", parts.via),
    labelled("From", parts.from),
    labelled("To", parts.to),
  ];
  return makeForm([make("div", { class: "rp-grid" }, rows)], "Find", async () => load(view, await read(parts)));
}

async function read({ noun, became, actor, person, via, from, to }) {
  const [actorFound, personFound] = await Promise.all([actor.read(), person.read()]);
  return {
    action: [noun.value, noun.value && became.value.trim()].filter(Boolean).join("."),
    actor_id: actorFound?.id || "",
    person_id: personFound?.id || "",
    via: via.value,
    from: from.value,
    to: to.value,
  };
}

async function load(view, asked) {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  const answer = await readJson(`/audit?${new URLSearchParams([...query, ["limit", String(AT_ONCE)]])}`);
  keepInAddress(asked);
  view.csv.href = addressOf(`/audit.csv?${query}`);
  view.lines.href = addressOf(`/audit.jsonl?${query}`);
  show(view, answer);
}

function show(view, { items, next }) {
  if (!items.length)
    return fill(view.list, make("p", { class: "rp-empty", role: "status" }, "Nothing of this was done."));
  const rows = make("tbody", {}, items.map(showEntry));
  const add = (more) => rows.append(...more.map(showEntry));
  return fill(view.list, scrollingTable("Audit", HEADS, rows), showMore(next, add, { class: "rp-pager" }));
}

startFor(start);
