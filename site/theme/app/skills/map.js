// The skill map of a team: people by skills, those with the clearest gaps first; a cell leads to what it rests on.

import { addressOf, readJson } from "../shared/api.js";
import { badge, choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { MARKS, one } from "./standing.js";

const AT_ONCE = 50;

// `open` is told whose skill somebody wants to see.
export function makeMap({ states, open }) {
  const part = { states, open, sort: "gap", job: "", place: make("div"), after: "" };
  const sort = choice([
    ["gap", "Clearest gaps first"],
    ["name", "By name"],
  ]);
  part.jobs = choice([["", "All jobs"]]);
  const element = make(
    "section",
    {},
    make("h2", {}, "Skill map"),
    make("form", { class: "rp-filters" }, labelled("Order", sort), labelled("Job", part.jobs)),
    part.place,
    make("p", {}, make("a", { href: addressOf("/skills/map.csv") }, "Download as CSV")),
  );
  sort.addEventListener("change", () => {
    part.sort = sort.value;
    load(part);
  });
  part.jobs.addEventListener("change", () => {
    part.job = part.jobs.value;
    load(part);
  });
  load(part);
  return element;
}

async function load(part, address = null) {
  const query = new URLSearchParams({ sort: part.sort, limit: String(AT_ONCE), ...(part.job && { job: part.job }) });
  try {
    const found = await readJson(address || `/skills/map?${query}`);
    if (part.jobs.options.length === 1)
      part.jobs.append(...found.jobs.map(({ id, title }) => make("option", { value: id }, title)));
    show(part, found);
  } catch (error) {
    showProblem(part.place, error, () => load(part));
  }
}

function show(part, { people, skills, next }) {
  if (!people.length) return fill(part.place, make("p", { class: "rp-empty" }, "Nobody is in your teams."));
  const rows = people.map((person) =>
    make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        personLink(person.id, person.name),
        person.job ? make("small", { class: "rp-muted" }, ` ${person.job.title}`) : null,
      ),
      person.cells.map((cell, place) => showCell(part, person, skills[place], cell)),
    ),
  );
  const heads = ["Person", ...skills.map(({ name }) => name)];
  const more = next ? make("button", { type: "button", class: "rp-button" }, "Next people") : null;
  more?.addEventListener("click", () => load(part, next));
  fill(part.place, scrollingTable("People and their skills", heads, make("tbody", {}, rows)), more);
}

function showCell(part, person, skill, cell) {
  const [word, kind] = MARKS[cell.state];
  const text = cell.level === null ? word : `${one(cell.level)}${cell.target === null ? "" : ` of ${cell.target}`}`;
  const button = make(
    "button",
    { type: "button", class: "rp-skill", "aria-label": `${person.name}, ${skill.name}: ${text}, ${word}` },
    badge(text, kind),
  );
  button.addEventListener("click", () => part.open({ person, skill }));
  return make("td", { "data-label": skill.name }, button);
}
