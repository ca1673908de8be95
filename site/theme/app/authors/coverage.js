// Coverage: how many pages stand in each cell of a matrix of two dimensions, by a third, and which empty cells matter.

import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { keepInAddress } from "../shared/segments.js";
import { count, FILTERS, labelLanguage, partOf } from "../shared/words.js";
import { showGaps } from "./coverage-gaps.js";
import { showMatrix } from "./coverage-matrix.js";
import { showUndefined } from "./coverage-undefined.js";

const USUAL = { rows: "stage", columns: "persona", layers: "type" };
const DIMENSIONS = ["stage", "persona", "type", "industry", "product", "language"].map((name) => [name, FILTERS[name]]);
const app = document.getElementById("app");
const selects = Object.fromEntries(
  Object.keys(USUAL).map((axis) => [axis, choice(DIMENSIONS, { onchange: () => change(axis) })]),
);
const language = choice([["", "All languages"]], { onchange: load });
const csv = make("a", { class: "rp-button", download: true }, "Download CSV");
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");
const chosen = { ...USUAL };
let turn = 0;

function start() {
  const asked = new URLSearchParams(location.search);
  const wanted = Object.keys(USUAL).map((axis) => asked.get(axis) || USUAL[axis]);
  if (new Set(wanted).size === 3 && wanted.every((name) => DIMENSIONS.some(([known]) => known === name)))
    [chosen.rows, chosen.columns, chosen.layers] = wanted;
  fill(
    app,
    make(
      "div",
      { class: "rp-filters" },
      labelled("Rows", selects.rows),
      labelled("Columns", selects.columns),
      labelled("Each cell by", selects.layers),
      labelled("Language", language),
      csv,
    ),
    status,
    place,
  );
  offerLanguages(asked.get("language"));
  load();
}

// The languages that the library knows are a dimension themselves.
async function offerLanguages(wanted) {
  if (wanted) language.append(make("option", { value: wanted, selected: true }, wanted));
  const found = await readJson("/coverage?rows=language&columns=stage&layers=type").catch(() => null);
  if (!found) return;
  const kept = language.value;
  fill(
    language,
    make("option", { value: "" }, "All languages"),
    found.rows.values.map(({ value, label }) => make("option", { value }, labelLanguage(value, label))),
  );
  language.value = kept;
}

// A dimension that is chosen twice changes places with the one that was here.
function change(axis) {
  const before = chosen[axis];
  const wanted = selects[axis].value;
  const other = Object.keys(chosen).find((name) => name !== axis && chosen[name] === wanted);
  if (other) chosen[other] = before;
  chosen[axis] = wanted;
  load();
}

async function load() {
  const asking = (turn += 1);
  for (const [axis, select] of Object.entries(selects)) select.value = chosen[axis];
  const query = new URLSearchParams({ ...chosen, ...(language.value && { language: language.value }) });
  csv.href = addressOf(`/coverage.csv?${query}`);
  keepInAddress({
    ...Object.fromEntries(Object.entries(chosen).filter(([axis, name]) => USUAL[axis] !== name || !isUsual())),
    language: language.value,
  });
  try {
    const report = await readJson(`/coverage?${query}`);
    if (asking === turn) show(report);
  } catch (error) {
    if (asking !== turn) return;
    fill(status);
    showProblem(place, error, load);
  }
}

function isUsual() {
  return Object.keys(USUAL).every((axis) => chosen[axis] === USUAL[axis]);
}

function show(report) {
  if (!report.rows.values.length || !report.columns.values.length) {
    fill(status, `${count(report.pages, "page")}.`);
    return fill(place, showUndefined(report));
  }
  const cells = report.rows.values.length * report.columns.values.length;
  const [row, column] = [report.rows, report.columns].map(({ name }) => FILTERS[name].toLowerCase());
  const unplaced = report.in_no_cell
    ? ` ${count(report.in_no_cell, "page stands", "pages stand")} in no cell: no ${row} or no ${column} is named there.`
    : "";
  fill(
    status,
    `${count(report.pages, "page")}; ${partOf(cells - report.cells.length, cells, "cell")} empty.${unplaced}`,
  );
  const only = language.value ? { language: language.value } : {};
  fill(
    place,
    showMatrix(report, only),
    make("h2", {}, "Empty cells that matter first"),
    showGaps(report, only),
    make("p", { class: "rp-muted" }, report.definition),
  );
}

startFor(start);
