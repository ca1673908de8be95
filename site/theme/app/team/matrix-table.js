// The table of a training matrix: its cells are made when they come near to what can be seen, and walked by arrow keys.

import { make } from "../shared/dom.js";
import { labelOf } from "../shared/labels.js";
import { personLink } from "../shared/people.js";
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
const HELD = ["complete", "expiring", "expired", "waived"];
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const HEAD_ROWS = 2;
// So few have room for heads that lie.
const FEW_COLUMNS = 12;
// Cells of so many columns are made at once, so many rows beyond those that can be seen; in a frame only so many blocks,
// when the first are there; and what is further away than so many rows or blocks is taken out again.
const BLOCK = 8;
const MARGIN = 3;
const AT_ONCE = 20;
const FAR_ROWS = 12;
const FAR_BLOCKS = 2;
const days = new Map();

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
// for, and `areas` says what each is called.
export function makeMatrix({ courses, areas }, area, explain) {
  const columns = courses
    .map((course, at) => ({ ...course, at, group: area || course.areas[0] || "" }))
    .map((column) => ({
      ...column,
      label: column.group ? areas[column.group] || labelOf("area", column.group) : "Without an area",
    }))
    .sort((one, other) => one.label.localeCompare(other.label) || one.at - other.at);
  const body = make("tbody");
  const table = make(
    "table",
    {
      class: `rp-table rp-people-matrix ${columns.length > FEW_COLUMNS ? "" : "rp-people-matrix--few"}`,
      role: "grid",
      "aria-colcount": columns.length + 1,
    },
    make("caption", { class: "rp-unseen" }, "People by courses"),
    make("colgroup", {}, make("col", { class: "rp-people-matrix__people" }), make("col", { span: columns.length })),
    showHead(columns),
    body,
  );
  table.style.setProperty("--rp-columns", String(columns.length));
  const label = "Matrix: arrow keys move from cell to cell, Enter explains one";
  const box = make(
    "div",
    { class: "rp-scroll rp-scroll--matrix", tabindex: "0", role: "region", "aria-label": label },
    table,
  );
  const matrix = { columns, table, body, box, explain, people: [], drawn: new Map(), stop: null, isWaiting: false };
  body.addEventListener("click", (event) => openCell(matrix, event.target.closest("button")));
  table.addEventListener("keydown", (event) => walk(matrix, event));
  table.addEventListener("focusin", (event) => keepStop(matrix, event.target));
  box.addEventListener("scroll", () => drawSoon(matrix), { passive: true });
  new ResizeObserver(() => drawSoon(matrix)).observe(box);
  return { element: box, add: (people) => addPeople(matrix, people) };
}

function showHead(columns) {
  const groups = [];
  for (const { label } of columns) {
    if (groups.at(-1)?.name === label) groups.at(-1).size += 1;
    else groups.push({ name: label, size: 1 });
  }
  const heads = columns.map(({ title, url }, at) =>
    make(
      "th",
      { scope: "col", class: "rp-people-matrix__course", "aria-colindex": at + 2, title },
      url ? make("a", { href: url, tabindex: "-1" }, title) : make("span", {}, title),
    ),
  );
  return make(
    "thead",
    {},
    make(
      "tr",
      { class: "rp-people-matrix__areas", "aria-rowindex": 1 },
      make("td", { "aria-colindex": 1 }),
      groups.map(({ name, size }) =>
        make("th", { scope: "colgroup", colspan: size, title: name }, make("span", {}, name)),
      ),
    ),
    make("tr", { "aria-rowindex": 2 }, make("th", { scope: "col", "aria-colindex": 1 }, "Person"), heads),
  );
}

function addPeople(matrix, people) {
  const rows = people.map((person, at) => showPerson(matrix, person, matrix.people.length + at));
  matrix.people.push(...people);
  matrix.table.setAttribute("aria-rowcount", String(matrix.people.length + HEAD_ROWS));
  matrix.body.append(...rows);
  draw(matrix);
}

// A row has its name at once, and a wide empty cell for each block of columns until that is near.
function showPerson({ columns }, person, row) {
  const link = personLink(person.id, person.name);
  link.setAttribute("tabindex", "-1");
  const team = person.team_name || "";
  const title = team ? `${person.name}, ${team}` : person.name;
  const head = make("th", { scope: "row", title, "aria-colindex": 1 }, link, " ", make("small", {}, team));
  const blanks = [];
  for (let from = 0; from < columns.length; from += BLOCK) {
    const colspan = Math.min(BLOCK, columns.length - from);
    blanks.push(make("td", { colspan, "data-block": from / BLOCK, "aria-hidden": "true" }));
  }
  return make("tr", { "aria-rowindex": row + HEAD_ROWS + 1 }, head, blanks);
}

function drawSoon(matrix) {
  if (matrix.isWaiting) return;
  matrix.isWaiting = true;
  requestAnimationFrame(() => {
    matrix.isWaiting = false;
    draw(matrix);
  });
}

// All that is measured is measured before anything is drawn.
function draw(matrix) {
  const seen = look(matrix);
  if (!seen) return;
  const { up, down, start, end } = seen;
  const most = matrix.drawn.size ? AT_ONCE : Infinity;
  let made = 0;
  for (let row = up; row <= down; row += 1)
    for (let block = start; block <= end; block += 1) if (made < most && drawBlock(matrix, row, block)) made += 1;
  for (const key of matrix.drawn.keys()) takeFar(matrix, key, seen);
  if (!matrix.stop) keepStop(matrix, matrix.body.querySelector("button"));
  if (made === most) drawSoon(matrix);
}

// Which rows, and which blocks of columns, can be seen or nearly.
function look({ box, body, columns, people, table }) {
  const first = body.rows[0];
  if (!first?.isConnected || !columns.length) return null;
  const { scrollTop: top, scrollLeft: left, clientHeight: height, clientWidth: width } = box;
  const rowHeight = first.offsetHeight;
  const blockWidth = (BLOCK * (table.offsetWidth - first.cells[0].offsetWidth)) / columns.length;
  return {
    up: Math.max(0, Math.floor(top / rowHeight) - MARGIN),
    down: Math.min(people.length - 1, Math.ceil((top + height) / rowHeight) + MARGIN),
    start: Math.max(0, Math.floor(left / blockWidth)),
    end: Math.min(Math.ceil(columns.length / BLOCK) - 1, Math.floor((left + width) / blockWidth)),
  };
}

// Tells whether it had to be made.
function drawBlock({ columns, people, body, drawn }, row, block) {
  const key = `${row} ${block}`;
  if (drawn.has(key)) return false;
  const person = people[row];
  const from = block * BLOCK;
  const cells = columns.slice(from, from + BLOCK).map((column, at) => {
    const button = make("button", { type: "button", tabindex: "-1" });
    showCell(button, person, column, person.cells[column.at]);
    return make("td", { "aria-colindex": from + at + 2 }, button);
  });
  const blank = body.rows[row].querySelector(`:scope > [data-block="${block}"]`);
  blank.replaceWith(...cells);
  drawn.set(key, { row, block, blank, cells });
  return true;
}

// Neither what is near is taken out, nor what the Tab key leads to.
function takeFar({ drawn, stop }, key, { up, down, start, end }) {
  const { row, block, blank, cells } = drawn.get(key);
  const isFar = row < up - FAR_ROWS || row > down + FAR_ROWS || block < start - FAR_BLOCKS || block > end + FAR_BLOCKS;
  if (!isFar || cells.includes(stop?.parentElement)) return;
  cells[0].before(blank);
  for (const cell of cells) cell.remove();
  drawn.delete(key);
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
  const day = HELD.includes(state) ? end && `until ${sayKnownDay(end)}` : due && `due ${sayKnownDay(due)}`;
  return [STATES[state], day, isAssigned ? null : "not assigned"].filter(Boolean).join(", ");
}

// A matrix has ten thousand cells and some hundred days.
function sayKnownDay(iso) {
  if (!days.has(iso)) days.set(iso, sayDay(iso));
  return days.get(iso);
}

// Names stand in column -1, courses in row -1.
function placeOf(element) {
  const cell = element.closest("td, th");
  const isHead = cell.closest("thead") !== null;
  return { row: isHead ? -1 : cell.parentElement.sectionRowIndex, column: Number(cell.ariaColIndex) - 2 };
}

function openCell(matrix, button) {
  if (!button) return;
  const { row, column } = placeOf(button);
  const [person, course] = [matrix.people[row], matrix.columns[column]];
  matrix.explain(person.id, course.id, (standing) => {
    person.cells[course.at] = standing;
    showCell(button, person, course, standing);
  });
}

// One cell at a time can be reached with Tab; the arrow keys go on from there.
function keepStop(matrix, element) {
  if (!element) return;
  matrix.stop?.setAttribute("tabindex", "-1");
  matrix.stop = element;
  element.setAttribute("tabindex", "0");
}

function walk(matrix, event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  const { row, column } = placeOf(event.target);
  const [down, right] = STEPS[event.key] || [0, 0];
  const to = { Home: 0, End: matrix.columns.length - 1 }[event.key] ?? column + right;
  const element = reach(matrix, row + down, to);
  if (!element) return;
  element.focus({ preventScroll: true });
  element.closest("td, th").scrollIntoView({ block: "nearest", inline: "nearest" });
}

// What can have the focus in a place, made if it wasn't yet.
function reach(matrix, row, column) {
  const { people, columns, table, body } = matrix;
  if (row >= people.length || column >= columns.length || row < -1 || column < -1) return null;
  if (row < 0) return table.tHead.rows[1].cells[column + 1].querySelector("a");
  if (column >= 0) drawBlock(matrix, row, Math.floor(column / BLOCK));
  return body.rows[row].querySelector(`:scope > [aria-colindex="${column + 2}"] :is(a, button)`);
}
