// The skill map of a team: people by skills; a cell opens what it rests on. On a phone each person is a card.

import { addressOf, readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { keepInAddress } from "../shared/segments.js";
import { count } from "../shared/words.js";
import { openSkill } from "./skill-dialog.js";
import { isSaid, MARKS, one, sayCell } from "./standing.js";

const AT_ONCE = 50;
const SORTS = [
  ["gap", "Clearest gaps first"],
  ["name", "By name"],
];

export function makeMap({ words }) {
  const asked = new URLSearchParams(location.search);
  const view = {
    words,
    chosen: {
      team_id: select(asked.get("team_id"), "All your teams"),
      job: select(asked.get("job"), "All jobs"),
      skill: select(asked.get("skill"), "All skills"),
      sort: choice(SORTS),
    },
    csv: make("a", { class: "rp-button", download: true }, "Download as CSV"),
    status: make("p", { class: "rp-status", role: "status" }, "Loading…"),
    place: make("div"),
    more: make("button", { type: "button", class: "rp-button", hidden: true }, "Show more"),
    turn: 0,
  };
  if (SORTS.some(([value]) => value === asked.get("sort"))) view.chosen.sort.value = asked.get("sort");
  view.more.addEventListener("click", () => loadMore(view));
  for (const control of Object.values(view.chosen)) control.addEventListener("change", () => load(view));
  offer(
    view.chosen.skill,
    words.items.map(({ id, name }) => [id, name]),
  );
  load(view);
  readJson("/teams").then(
    ({ items }) =>
      offer(
        view.chosen.team_id,
        items.map(({ id, name }) => [id, name]),
      ),
    () => {},
  );
  return make(
    "div",
    {},
    showFilters(view),
    showLegend(),
    view.status,
    view.place,
    make("p", { class: "rp-actions" }, view.more),
  );
}

function showFilters({ chosen, csv }) {
  return make(
    "div",
    { class: "rp-filters" },
    labelled("Team", chosen.team_id),
    labelled("Job", chosen.job),
    labelled("Skill", chosen.skill),
    labelled("Order", chosen.sort),
    csv,
  );
}

function showLegend() {
  return make(
    "ul",
    { class: "rp-legend", "aria-label": "Legend" },
    Object.values(MARKS).map(({ sign, word, kind }) =>
      make("li", {}, make("span", { class: `rp-badge rp-badge--${kind}`, "aria-hidden": "true" }, sign), word),
    ),
    make("li", {}, "“2.6 of 3”: level 2.6, the job asks 3"),
  );
}

function select(wanted, all) {
  const control = choice([["", all]]);
  if (wanted) control.append(make("option", { value: wanted, selected: true }, "As in the address"));
  return control;
}

// What the address asks for stays chosen, by its name once that is known.
function offer(control, pairs) {
  const { value } = control;
  const [all] = control.options;
  fill(
    control,
    all,
    pairs.map(([id, name]) => make("option", { value: id }, name)),
  );
  if (value && !pairs.some(([id]) => id === value)) control.append(make("option", { value }, "As in the address"));
  control.value = value;
}

function queryOf({ chosen }, names, more = {}) {
  const values = names.map((name) => [name, chosen[name].value]).filter(([, value]) => value);
  return new URLSearchParams({ ...Object.fromEntries(values), ...more });
}

async function load(view) {
  view.turn += 1;
  const { turn } = view;
  keepInAddress(Object.fromEntries(queryOf(view, ["team_id", "job", "skill", "sort"])));
  view.csv.href = addressOf(`/skills/map.csv?${queryOf(view, ["team_id", "job", "skill"])}`);
  try {
    const answer = await readMap(view);
    if (turn === view.turn) show(view, answer);
  } catch (error) {
    if (turn !== view.turn) return;
    fill(view.status);
    view.more.hidden = true;
    showProblem(view.place, error, () => load(view));
  }
}

// More people than can be sorted at once come by name.
async function readMap(view) {
  const names = ["team_id", "job", "skill", "sort"];
  try {
    return await readJson(`/skills/map?${queryOf(view, names, { limit: String(AT_ONCE) })}`);
  } catch (error) {
    if (error.status !== 409 || view.chosen.sort.value !== "gap") throw error;
    view.chosen.sort.value = "name";
    const answer = await readJson(`/skills/map?${queryOf(view, names, { limit: String(AT_ONCE) })}`);
    return { ...answer, isTooMany: true };
  }
}

function show(view, answer) {
  offer(
    view.chosen.job,
    answer.jobs.map(({ id, title }) => [id, title]),
  );
  view.levels = answer.levels;
  view.skills = answer.skills;
  view.body = make("tbody");
  view.shown = 0;
  if (!answer.people.length || !answer.skills.length) {
    fill(view.place, make("p", { class: "rp-empty" }, sayNothing(view, answer)));
    fill(view.status);
    view.more.hidden = true;
    return;
  }
  const table = scrollingTable("People by skills", ["Person", ...answer.skills.map(({ name }) => name)], view.body);
  table.classList.add("rp-scroll--skills");
  fill(view.place, table);
  add(view, answer);
}

function sayNothing({ chosen }, { skills }) {
  if (!skills.length) return "The library names no skills yet: write them into its taxonomy.";
  return chosen.team_id.value || chosen.job.value ? "Nobody fits these filters." : "Nobody is in your teams yet.";
}

async function loadMore(view) {
  const { turn } = view;
  view.more.disabled = true;
  try {
    const answer = await readJson(view.next);
    if (turn === view.turn) add(view, answer);
  } catch (error) {
    if (turn === view.turn) fill(view.status, String(error.message));
  }
  view.more.disabled = false;
}

function add(view, { people, next, isTooMany }) {
  view.body.append(...people.map((person) => showPerson(view, person)));
  view.shown += people.length;
  view.next = next;
  view.more.hidden = !next;
  const many = isTooMany ? " Choose a team to see the clearest gaps first: these are too many to sort." : "";
  fill(view.status, `${next ? "The first " : ""}${count(view.shown, "person", "people")}.${many}`);
}

function showPerson(view, person) {
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row" },
      personLink(person.id, person.name),
      " ",
      make("small", { class: "rp-muted" }, person.job ? person.job.title : "No job"),
    ),
    person.cells.map((cell, at) => showCell(view, person, view.skills[at], cell)),
  );
}

// What nobody asks for and nothing is known of can be opened too, but isn't worth a line on a phone.
function showCell({ words, levels }, person, skill, cell) {
  const { sign, word, kind } = MARKS[cell.state];
  const isQuiet = !isSaid(cell);
  const range = cell.level === null ? "" : `, about ${one(cell.low)} to ${one(cell.high)}`;
  const button = make(
    "button",
    {
      type: "button",
      class: `rp-skill ${isQuiet ? "rp-skill--quiet" : `rp-badge rp-badge--${kind}`}`,
      "aria-label": `${person.name}, ${skill.name}: ${isQuiet ? "nothing asked, nothing known" : [sayCell(cell) + range, word.toLowerCase()].filter(Boolean).join(", ")}`,
      title: isQuiet ? "Nothing asked, nothing known" : `${word}${range}`,
    },
    isQuiet ? "·" : [sign, sayCell(cell)].filter(Boolean).join(" "),
  );
  const change = (standing) => box.replaceWith(showCell({ words, levels }, person, skill, standing));
  button.addEventListener("click", () => openSkill({ person, skill, levels }, change));
  const box = make("td", { "data-label": skill.name, class: isQuiet ? "rp-skill-quiet" : null }, button);
  return box;
}
