// The table of a training matrix: one cell to a person and course, walked by arrow keys, each a button that explains.

import { make } from "../shared/dom.js";
import { labelOf } from "../shared/labels.js";
import { STATES, sayDay } from "../shared/words.js";

const SIGNS = {
  overdue: "!",
  expired: "×",
  expiring: "~",
  in_progress: "…",
  not_started: "○",
  complete: "✓",
  waived: "–",
};
const NOTHING = "·";
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export function makeLegend() {
  const entries = [...Object.entries(STATES), ["none", "Not assigned"]];
  return make(
    "ul",
    { class: "rp-legend", "aria-label": "Legend" },
    entries.map(([state, label]) =>
      make(
        "li",
        {},
        make("span", { class: `rp-sign rp-sign--${state}`, "aria-hidden": "true" }, SIGNS[state] || NOTHING),
        label,
      ),
    ),
  );
}

// `explain` is told the person, the course, and how to show what changed. Courses stand by area, of which `area` is asked
// for.
export function makeMatrix(courses, area, explain) {
  const columns = courses
    .map((course, at) => ({ ...course, at, group: area || course.areas[0] || "" }))
    .sort((one, other) => labelOfArea(one).localeCompare(labelOfArea(other)) || one.at - other.at);
  const body = make("tbody");
  const table = make(
    "table",
    { class: "rp-table rp-people-matrix", role: "grid" },
    make("caption", { class: "rp-unseen" }, "People by courses"),
    showHead(columns),
    body,
  );
  const matrix = { columns, body, explain, people: [] };
  body.addEventListener("click", (event) => openCell(matrix, event.target.closest("button")));
  body.addEventListener("keydown", (event) => walk(matrix, event));
  body.addEventListener("focusin", (event) => keepStop(matrix, event.target));
  return {
    element: make(
      "div",
      {
        class: "rp-scroll rp-scroll--matrix",
        tabindex: "0",
        role: "region",
        "aria-label": "Matrix: arrow keys move from cell to cell, Enter explains one",
      },
      table,
    ),
    add: (people) => {
      for (const person of people) addRow(matrix, person);
    },
  };
}

function labelOfArea({ group }) {
  return group ? labelOf("area", group) : "Without an area";
}

function showHead(columns) {
  const groups = [];
  for (const column of columns) {
    if (groups.at(-1)?.name === labelOfArea(column)) groups.at(-1).size += 1;
    else groups.push({ name: labelOfArea(column), size: 1 });
  }
  return make(
    "thead",
    {},
    make(
      "tr",
      { class: "rp-people-matrix__areas" },
      make("td", {}),
      groups.map(({ name, size }) =>
        make("th", { scope: "colgroup", colspan: size, title: name }, make("span", {}, name)),
      ),
    ),
    make(
      "tr",
      {},
      make("th", { scope: "col" }, "Person"),
      columns.map((column) =>
        make(
          "th",
          { scope: "col", class: "rp-people-matrix__course" },
          make("span", { title: column.title }, column.title),
        ),
      ),
    ),
  );
}

function addRow(matrix, person) {
  matrix.people.push(person);
  const cells = matrix.columns.map((column) => {
    const button = make("button", {
      type: "button",
      tabindex: matrix.body.querySelector("button") || column !== matrix.columns[0] ? "-1" : "0",
    });
    showCell(button, person, column, person.cells[column.at]);
    return make("td", {}, button);
  });
  matrix.body.append(
    make("tr", {}, make("th", { scope: "row" }, person.name, " ", make("small", {}, person.team_name || "")), cells),
  );
}

function showCell(button, person, column, cell) {
  const state = cell?.state || "none";
  button.className = `rp-sign rp-sign--${state}`;
  button.textContent = SIGNS[state] || NOTHING;
  const text = `${person.name}, ${column.title}: ${sayCell(cell)}`;
  button.setAttribute("aria-label", text);
  button.title = text;
}

function sayCell(cell) {
  if (!cell) return "Not assigned";
  const { state, due_on: due, valid_until: end, is_assigned: isAssigned } = cell;
  const isHeld = ["complete", "expiring", "expired", "waived"].includes(state);
  const day = isHeld ? end && `until ${sayDay(end)}` : due && `due ${sayDay(due)}`;
  return [STATES[state], day, isAssigned ? null : "not assigned"].filter(Boolean).join(", ");
}

function placeOf(button) {
  const cell = button.closest("td");
  return { row: cell.parentElement.sectionRowIndex, column: cell.cellIndex - 1 };
}

function openCell(matrix, button) {
  if (!button) return;
  const { row, column } = placeOf(button);
  const [person, course] = [matrix.people[row], matrix.columns[column]];
  matrix.explain(person.id, course.id, (standing) => showCell(button, person, course, standing));
}

// One cell at a time can be reached with Tab; the arrow keys go on from there.
function keepStop(matrix, button) {
  matrix.body.querySelector("button[tabindex='0']")?.setAttribute("tabindex", "-1");
  button.setAttribute("tabindex", "0");
}

function walk(matrix, event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const { row, column } = placeOf(event.target);
  const [down, right] = STEPS[event.key] || [0, 0];
  const to = { Home: 0, End: matrix.columns.length - 1 }[event.key] ?? column + right;
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  const button = matrix.body.rows[row + down]?.cells[to + 1]?.querySelector("button");
  button?.focus();
  button?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
