// The empty cells of the matrix, those that most people would look into first, with the command that starts a page.

import { copyButton } from "../shared/copying.js";
import { make } from "../shared/dom.js";
import { FILTERS } from "../shared/words.js";
import { labelIn } from "./coverage-matrix.js";

const SHOWN = 8;
const SIMPLE = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

export function showGaps(report, only) {
  if (!report.gaps.length) return make("p", { class: "rp-empty" }, "No cell is empty.");
  const [whole, single] = [
    report.gaps.filter((gap) => gap.layer === null),
    report.gaps.filter((gap) => gap.layer !== null),
  ];
  const { rows, columns, layers } = report;
  const named = (axis) => FILTERS[axis.name].toLowerCase();
  return [
    whole.length ? [make("h3", {}, "Cells without any page"), listGaps(whole, report, only)] : null,
    single.length
      ? [make("h3", {}, `Cells with pages, but without one ${named(layers)}`), listGaps(single, report, only)]
      : null,
    make(
      "p",
      { class: "rp-hint" },
      `Ordered by the readers that the ${named(rows)} and the ${named(columns)} let expect, then by pages.`,
    ),
  ].flat(2);
}

function listGaps(gaps, report, only) {
  const items = gaps.map((gap) => showGap(gap, report, only));
  const extra = items.slice(SHOWN);
  for (const item of extra) item.hidden = true;
  const list = make("ol", { class: "rp-gaps" }, items);
  return extra.length ? [list, make("p", {}, unfoldButton(extra, items.length))] : list;
}

function unfoldButton(extra, size) {
  const button = make("button", { type: "button", class: "rp-button", onclick: unfold }, `Show all ${size}`);
  function unfold() {
    for (const item of extra) item.hidden = false;
    button.parentElement.remove();
    extra[0].tabIndex = -1;
    extra[0].focus();
  }
  return button;
}

function showGap(gap, report, only) {
  const values = { ...only, ...valuesOf(gap, report) };
  const place = [
    [report.rows, gap.row],
    [report.columns, gap.column],
    [report.layers, gap.layer],
  ].filter(([, value]) => value !== null);
  const command = commandFor(values);
  return make(
    "li",
    {},
    make("span", { class: "rp-gaps__place" }, place.map(([axis, value]) => labelIn(axis, value)).join(" · ")),
    make(
      "span",
      { class: "rp-muted" },
      `${sayNumber(gap.expected_readers, "reader")} and ${sayNumber(gap.expected_pages, "page")} to be expected`,
    ),
    command
      ? make(
          "span",
          { class: "rp-gaps__command" },
          make("code", {}, command),
          copyButton("Copy", command, { "aria-label": `Copy ${command}` }),
        )
      : null,
  );
}

function valuesOf(gap, { rows, columns, layers }) {
  return { [rows.name]: gap.row, [columns.name]: gap.column, [layers.name]: gap.layer };
}

// Only what a shell takes as one plain word gets into a command.
function commandFor({ type, language }) {
  if (!type || !SIMPLE.test(type)) return null;
  return `repertoire new ${type}${language && SIMPLE.test(language) ? ` --language ${language}` : ""}`;
}

function sayNumber(number, noun) {
  if (number < 0.1) return `no ${noun}s`;
  const digits = number < 10 ? 1 : 0;
  const shown = number.toLocaleString("en-GB", { maximumFractionDigits: digits });
  return `${shown} ${shown === "1" ? noun : `${noun}s`}`;
}
