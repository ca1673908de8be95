// The matrix: a table with the pages of each cell, and below it the layers of the cell that was asked for.

import { fill, make } from "../shared/dom.js";
import { count, FILTERS, labelLanguage, partOf, TYPES } from "../shared/words.js";

const TINTS = 4;

export function showMatrix(report, only) {
  const cells = new Map(report.cells.map((cell) => [keyOf(cell.row, cell.column), cell]));
  const most = Math.max(1, ...report.cells.map((cell) => cell.pages));
  const layers = make("div", { class: "rp-layers", id: "layers", "aria-live": "polite", hidden: true });
  const matrix = { report, only, cells, most, layers };
  const caption = `Pages by ${nameOf(report.rows)} and ${nameOf(report.columns)}`;
  const table = make(
    "table",
    { class: "rp-table rp-matrix" },
    make("caption", { class: "rp-unseen" }, caption),
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        make("td", {}),
        report.columns.values.map((value) => showHeading("col", value, report.columns.name)),
      ),
    ),
    make(
      "tbody",
      {},
      report.rows.values.map((row) =>
        make(
          "tr",
          {},
          showHeading("row", row, report.rows.name),
          report.columns.values.map((column) => showCell(matrix, row, column)),
        ),
      ),
    ),
  );
  return [make("div", { class: "rp-scroll", tabindex: "0", role: "region", "aria-label": caption }, table), layers];
}

export function labelIn(axis, value) {
  const label = axis.values.find((known) => known.value === value)?.label || value;
  return nameValue(axis.name, value, label);
}

function nameValue(name, value, label) {
  if (name === "language") return labelLanguage(value, label);
  return name === "type" ? TYPES[value] || label : label;
}

// The search counts lessons, and drafts for authors, which the matrix doesn't.
function searchAddress(filters) {
  return `/app/search/?${new URLSearchParams({ ...(filters.type ? {} : { q: "-type:lesson" }), ...filters, status: "approved" })}`;
}

function nameOf(axis) {
  return FILTERS[axis.name].toLowerCase();
}

function keyOf(row, column) {
  return JSON.stringify([row, column]);
}

function showHeading(scope, { value, label, pages }, name) {
  return make("th", { scope }, nameValue(name, value, label), " ", make("small", {}, count(pages, "page")));
}

function showCell(matrix, row, column) {
  const cell = matrix.cells.get(keyOf(row.value, column.value));
  if (!cell) return make("td", { class: "rp-cell rp-cell--empty" }, "Empty");
  const place = `${labelIn(matrix.report.rows, row.value)}, ${labelIn(matrix.report.columns, column.value)}`;
  const button = make(
    "button",
    { type: "button", class: "rp-link-button", "aria-expanded": "false", "aria-controls": matrix.layers.id },
    `by ${nameOf(matrix.report.layers)}`,
    make("span", { class: "rp-unseen" }, `: ${place}`),
  );
  button.addEventListener("click", () => turnLayers(matrix, cell, place, button));
  return make(
    "td",
    { class: `rp-cell rp-cell--${Math.ceil((cell.pages / matrix.most) * TINTS)}` },
    make(
      "a",
      { href: searchAddress(filtersOf(matrix, cell)) },
      make("strong", {}, cell.pages.toLocaleString("en-GB")),
      make("span", { class: "rp-unseen" }, ` ${cell.pages === 1 ? "page" : "pages"}: ${place}`),
    ),
    make("span", { class: "rp-cell__verified" }, sayVerified(cell)),
    button,
  );
}

function filtersOf({ report, only }, cell) {
  return { ...only, [report.rows.name]: cell.row, [report.columns.name]: cell.column };
}

function sayVerified({ pages, verified }) {
  if (verified === pages) return "all verified";
  return verified ? `${Math.floor((verified / pages) * 100)} % verified` : "none verified";
}

// The button that opened the layers closes them again.
function turnLayers(matrix, cell, place, button) {
  const isOpening = button.getAttribute("aria-expanded") === "false";
  const others = button.closest("table").querySelectorAll("[aria-expanded]");
  for (const other of others) other.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-expanded", String(isOpening));
  matrix.layers.hidden = !isOpening;
  if (!isOpening) return;
  fill(matrix.layers, showLayers(matrix, cell, place));
  matrix.layers.scrollIntoView({ block: "nearest" });
}

function showLayers(matrix, cell, place) {
  const { layers } = matrix.report;
  const known = layers.values.filter(({ value }) => cell.by_layer[value]);
  const lacking = layers.values.filter(({ value }) => !cell.by_layer[value]).map(({ value }) => labelIn(layers, value));
  const item = ({ value }) =>
    make(
      "li",
      {},
      make("a", { href: searchAddress({ ...filtersOf(matrix, cell), [layers.name]: value }) }, labelIn(layers, value)),
      " ",
      make("small", {}, cell.by_layer[value].toLocaleString("en-GB")),
    );
  return [
    make("h2", {}, place),
    make(
      "p",
      { class: "rp-muted" },
      `${count(cell.pages, "page")}, ${partOf(cell.verified, cell.pages, "page")} with a review that counts.`,
    ),
    known.length ? make("ul", {}, known.map(item)) : make("p", {}, `None of them names a ${nameOf(layers)}.`),
    lacking.length ? make("p", {}, make("strong", {}, "Without a page: "), lacking.join(", ")) : null,
  ];
}
