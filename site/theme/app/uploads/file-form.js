// How a file is understood: its columns and what they fill, what it leaves open, and five rows as they would be read.

import { choice, labelled, make, scrollingTable } from "../shared/dom.js";

const FROM = { answer: "as you said", kept: "as before", name: "by its name" };
const ORDERS = { dmy: "day, month, year", mdy: "month, day, year", ymd: "year, month, day" };

// Returns the element, and `read`, which gives the answers as the API takes them. `changed` is told of every change.
export function makeFileForm({ file, questions }, fields, answers, changed) {
  const columns = file.columns.map((column) => ({ column, select: chooseField(column, fields, changed) }));
  const asked = questions.filter(({ about }) => about !== "columns").map((question) => ask(question, changed));
  const element = make(
    "section",
    { class: "rp-part" },
    make("p", {}, sayFile(file)),
    questions
      .filter(({ about }) => about === "columns")
      .map(({ text }) => make("p", { class: "rp-note" }, sayText(text))),
    asked.map(({ element: one }) => one),
    columns.length ? showColumns(columns) : null,
    file.sample.length ? showSample(file, fields) : null,
  );
  return { element, read };

  function read() {
    const days = { ...answers.days };
    const said = { ...answers, days };
    if (columns.length) said.map = mapOf(columns, fields);
    for (const { question, select } of asked) {
      if (!select.value) continue;
      if (question.about === "days") days[question.field] = select.value;
      else said[question.about] = select.value;
    }
    return said;
  }
}

// Answers as a query.
export function queryOf({ days = {}, map, ...others }) {
  const orders = Object.entries(days).map(([field, order]) => `${field}:${order}`);
  return {
    ...others,
    ...(orders.length && { days: orders.join(",") }),
    ...(map && { map: JSON.stringify(map) }),
  };
}

function chooseField({ number, field }, fields, changed) {
  const select = choice([["", "Left out"], ...fields.map((name) => [name, name])], {
    "aria-label": `What column ${number} holds`,
    onchange: changed,
  });
  select.value = field ?? "";
  return select;
}

function mapOf(columns, fields) {
  return Object.fromEntries(
    fields.map((field) => {
      const found = columns.find(({ select }) => select.value === field);
      return [field, found ? String(found.column.number) : ""];
    }),
  );
}

function ask(question, changed) {
  const select = choice([["", "Choose…"], ...question.choices.map(({ value, label }) => [value, label])], {
    onchange: changed,
  });
  return { question, select, element: labelled(sayText(question.text), select) };
}

function sayFile({ format, encoding, separator, sheet, header_row: row }) {
  const what = format === "xlsx" ? `Sheet “${sheet}”` : `Text in ${encoding}, cells parted by ${separator}s`;
  return `${what}; the header is row ${row}.`;
}

function sayText(text) {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll("`", "");
}

function showColumns(columns) {
  const rows = columns.map(({ column, select }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, column.name || `Column ${column.number}`),
      make("td", { "data-label": "For example" }, column.example),
      make("td", { "data-label": "Holds" }, select),
      make("td", { "data-label": "Known" }, sayHow(column)),
    ),
  );
  const heads = ["Column", "For example", "Holds", "Known"];
  return scrollingTable("What the columns hold", heads, make("tbody", {}, rows));
}

function sayHow({ named_by: by, days }) {
  return [FROM[by], days && `days as ${ORDERS[days]}`].filter(Boolean).join(", ") || null;
}

function showSample({ sample }, fields) {
  const shown = fields.filter((field) => sample.some(({ values }) => field in values));
  const rows = sample.map(({ row, values }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", class: "rp-number", "data-label": "Row" }, String(row)),
      shown.map((field) => make("td", { "data-label": field }, values[field] ?? null)),
    ),
  );
  return scrollingTable("The first rows as they would be read", ["Row", ...shown], make("tbody", {}, rows));
}
