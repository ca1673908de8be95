// The library check: what is wrong with which file and line, and what to change.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { badge, choice, codedText, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { keepInAddress } from "../shared/segments.js";
import { count } from "../shared/words.js";

const app = document.getElementById("app");
const severity = choice([
  ["", "Errors and warnings"],
  ["error", "Errors"],
  ["warning", "Warnings"],
]);
const rule = choice([["", "All rules"]]);
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");
const asked = new URLSearchParams(location.search);
let report = null;

async function start() {
  const [wantedSeverity, wantedRule] = [asked.get("severity") || "", asked.get("rule")];
  severity.value = ["error", "warning"].includes(wantedSeverity) ? wantedSeverity : "";
  if (wantedRule) fill(rule, make("option", { value: wantedRule, selected: true }, wantedRule));
  const again = make("button", { type: "button", class: "rp-button", onclick: load }, "Look again");
  fill(
    app,
    make("div", { class: "rp-filters" }, labelled("Show", severity), labelled("Rule", rule), again),
    status,
    place,
  );
  for (const filter of [severity, rule]) filter.addEventListener("change", show);
  load();
}

async function load() {
  try {
    report = await readJson("/library/problems");
    listRules();
    show();
  } catch (error) {
    fill(status);
    showProblem(place, error, load);
  }
}

// Only rules that somebody broke, each with how often; what was chosen stays, even when it is mended.
function listRules() {
  const chosen = rule.value;
  const found = new Map(chosen ? [[chosen, 0]] : []);
  for (const { code } of report.items) found.set(code, (found.get(code) || 0) + 1);
  const pairs = [...found].sort().map(([code, number]) => [code, `${code} (${number.toLocaleString("en-GB")})`]);
  fill(
    rule,
    [["", "All rules"], ...pairs].map(([value, text]) => make("option", { value }, text)),
  );
  rule.value = chosen;
}

function show() {
  keepInAddress({ severity: severity.value, rule: rule.value });
  if (!report) return;
  const wanted = report.items.filter(
    (problem) =>
      (!severity.value || problem.severity === severity.value) && (!rule.value || problem.code === rule.value),
  );
  fill(
    status,
    `${count(report.errors, "error")} and ${count(report.warnings, "warning")}.${report.is_current ? "" : " A check is still to come: look again in a moment."}`,
  );
  const nothing = report.items.length
    ? "Nothing of this kind."
    : report.is_current
      ? "The library is in order."
      : "No result yet.";
  fill(place, wanted.length ? showTable(wanted) : make("p", { class: "rp-empty" }, nothing));
}

function showTable(problems) {
  const bodies = [...groupByPath(problems)].map(([path, found]) =>
    make(
      "tbody",
      {},
      make("tr", { class: "rp-table__group" }, make("th", { scope: "rowgroup", colspan: "5" }, path)),
      found.map(showRow),
    ),
  );
  return scrollingTable("Problems by file", ["Severity", "What is wrong", "Line", "Column", "Rule"], bodies);
}

// Files with an error stand first, and in each file its errors.
function groupByPath(problems) {
  const files = new Map();
  const sorted = [...problems].sort((one, other) => Number(isWarning(one)) - Number(isWarning(other)));
  for (const problem of sorted) files.set(problem.path, [...(files.get(problem.path) || []), problem]);
  return files;
}

function isWarning({ severity: kind }) {
  return kind !== "error";
}

function showRow(problem) {
  return make(
    "tr",
    {},
    make("td", {}, badge(isWarning(problem) ? "Warning" : "Error", isWarning(problem) ? "not_started" : "overdue")),
    make("td", {}, codedText(problem.message)),
    make("td", { class: "rp-number", "data-label": "Line" }, String(problem.line)),
    make("td", { class: "rp-number", "data-label": "Column" }, String(problem.column)),
    make("td", { class: "rp-nowrap", "data-label": "Rule" }, make("code", {}, problem.code)),
  );
}

startFor(start);
