// Pages before deals closed: their credit in full and in parts side by side, and win rates with and without.

import { readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { sayMethod, showWorking } from "../shared/shares.js";
import { count, sayDay } from "../shared/words.js";
import { sayDifference, sayMoney } from "./amounts.js";
import { makeWhose } from "./whose.js";

const TOUCHES = [
  ["opened", "Opened"],
  ["used", "Read, copied or shared"],
  ["shared", "Shared"],
];
const WINDOWS = [
  ["", "While the deal was open"],
  ["14", "In the 14 days before"],
  ["30", "In the 30 days before"],
  ["90", "In the 90 days before"],
];

export function makeContentView(view) {
  const { asked } = view;
  const form = {
    view,
    touch: choice(TOUCHES),
    days: choice(WINDOWS),
    whose: makeWhose(view),
    page: asked.get("page_id") || "",
    status: make("p", { class: "rp-status", role: "status" }),
    place: make("div"),
    turn: 0,
  };
  choose(form.touch, asked.get("touch"));
  choose(form.days, asked.get("days"));
  const element = make(
    "form",
    { class: "rp-filters" },
    labelled("What counts", form.touch),
    labelled("When", form.days),
    form.whose.element,
    make("button", { type: "submit", class: "rp-button" }, "Show"),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    load(form);
  });
  load(form);
  return make("div", {}, element, form.status, form.place);
}

function choose(select, value) {
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

async function load(form) {
  const asking = (form.turn += 1);
  const chosen = {
    touch: form.touch.value === "opened" ? "" : form.touch.value,
    days: form.days.value,
    team_id: form.whose.value(),
    page_id: form.page,
  };
  form.view.remember(chosen);
  fill(form.status, "Computing…");
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  try {
    const report = await readJson(`/effects/content?${query}`);
    if (asking === form.turn) show(form, report);
  } catch (error) {
    if (asking !== form.turn) return;
    fill(form.status);
    showProblem(form.place, error, () => load(form));
  }
}

function show(form, report) {
  fill(form.status, `${report.name}, as of ${sayDay(report.as_of)}. ${report.said_of_deals}`);
  const shown = report.shown || report.pages[0];
  if (!shown) {
    return fill(form.place, make("p", { class: "rp-empty" }, "No page was touched before any of these deals closed."));
  }
  const open = (id) => {
    form.page = id;
    load(form);
  };
  fill(
    form.place,
    showPage(shown),
    make("h3", {}, "Pages before deals closed"),
    showTable(report, open),
    make("p", {}, report.said_of_credit),
    make(
      "p",
      {},
      `${count(report.won_with_any, "won deal")} with any page, worth ${sayMoney(report.value_with_any, report.currency)}.`,
    ),
    make("p", { class: "rp-muted" }, `${report.said_of_time} ${report.said_of_looks}`),
    make("p", { class: "rp-note" }, report.caveat),
  );
}

function showPage({ title, said, interval, difference, n, strata }) {
  const say = (value) => (value === 0 ? "none" : sayDifference(value, "share"));
  const about = interval ? `${say(difference)}, about ${say(interval.low)} to ${say(interval.high)}` : "";
  return make(
    "section",
    { class: "rp-card rp-effect" },
    make("h3", {}, title),
    make("p", { class: "rp-effect__said" }, said),
    interval ? drawInterval({ ...interval, value: difference, start: -0.6, end: 0.6 }, about, say) : null,
    interval
      ? showWorking(
          make("p", {}, `${count(n, "deal")} in ${count(strata, "group")} of alike ones. ${sayMethod(interval)}`),
        )
      : null,
  );
}

function showTable({ pages, currency }, open) {
  const cell = (name, ...content) => make("td", { "data-label": name }, content);
  const rows = pages.map((page) =>
    make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        make("button", { type: "button", class: "rp-link-button", onclick: () => open(page.page_id) }, page.title),
      ),
      cell("Deals", page.deals.toLocaleString("en-GB")),
      cell("Won, in full", `${page.won.toLocaleString("en-GB")}, ${sayMoney(page.binary_value, currency)}`),
      cell("Won, in parts", `${page.fractional_won.toFixed(1)}, ${sayMoney(page.fractional_value, currency)}`),
      cell("Win rate, with less without", sayCompared(page)),
    ),
  );
  const heads = ["Page", "Deals", "Won, in full", "Won, in parts", "Win rate, with less without"];
  return scrollingTable("Pages before deals closed", heads, make("tbody", {}, rows));
}

function sayCompared({ interval, is_evidence: isEvidence }) {
  if (!interval) return "not enough deals";
  const about = `${sayDifference(interval.low, "share")} to ${sayDifference(interval.high, "share")}`;
  return isEvidence ? about : `${about}: no evidence`;
}
