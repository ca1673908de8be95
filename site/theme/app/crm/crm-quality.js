// The quality of the CRM's data: every rule with how many deals break it, or the deals that break one.

import { readKept } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { codedText, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count, partOf, sayDay } from "../shared/words.js";
import { sayMoney, sayShareOfValue } from "./money.js";
import { openRule } from "./rule-deals.js";

const status = make("p", { class: "rp-status", role: "status" }, "Loading…");
const place = make("div");

function start() {
  const rule = new URLSearchParams(location.search).get("rule");
  fill(document.getElementById("app"), status, place);
  if (rule) openRule(rule, { status, place });
  else load();
}

async function load() {
  try {
    show(await readJson("/crm/quality"));
  } catch (error) {
    fill(status);
    showProblem(place, error, load);
  }
}

function show(report) {
  if (!report.deals) {
    fill(status);
    return fill(place, showNothing());
  }
  const share = report.faulty_deals ? sayShareOfValue(report.faulty_value_share) : "";
  const about = share ? `, with ${share} of the value of ${sayMoney(report.value, report.currency)}` : "";
  const broken = report.rules.filter((rule) => rule.deals);
  fill(
    status,
    `${partOf(report.faulty_deals, report.deals, "deal")} ${report.faulty_deals === 1 ? "breaks" : "break"} a rule${about}. As of ${sayDay(report.day)}.`,
  );
  fill(
    place,
    broken.length ? showTable(broken) : make("p", { class: "rp-empty" }, "The data is in order."),
    showUnbroken(report.rules.filter((rule) => !rule.deals)),
  );
}

function showNothing() {
  const roles = readKept()?.roles || [];
  if (!roles.includes("admin")) {
    const whose = roles.includes("analyst") ? "" : " of the people you manage";
    return make(
      "p",
      { class: "rp-empty" },
      `No deals${whose} have come in yet. An admin of this site can bring them in.`,
    );
  }
  const way = make("a", { href: "/docs/crm/" }, "Bring in the CRM");
  return make("p", { class: "rp-empty" }, "No deals have come in yet. ", way, " says how, from the first file on.");
}

function showTable(rules) {
  const heads = ["What is wrong", "Deals", "Share of value", "How they count", "What to change"];
  return scrollingTable("Rules that deals break", heads, make("tbody", {}, rules.map(showRule)));
}

function showRule(rule) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, make("a", { href: `?rule=${rule.name}` }, rule.title)),
    make("td", { class: "rp-number", "data-label": "Deals" }, rule.deals.toLocaleString("en-GB")),
    make(
      "td",
      { class: "rp-number rp-nowrap", "data-label": "Share of value" },
      sayShareOfValue(rule.value_share) || "None known",
    ),
    make("td", { "data-label": "How they count" }, rule.counts_as),
    make(
      "td",
      { "data-label": "What to change" },
      rule.to_change,
      rule.suggestions.map(({ text, deals }) =>
        make("div", { class: "rp-hint" }, "Say ", codedText(text), `: ${count(deals, "deal")}`),
      ),
    ),
  );
}

function showUnbroken(rules) {
  if (!rules.length) return null;
  const items = rules.map((rule) => make("li", {}, rule.title));
  const heading = `${count(rules.length, "rule")} that no deal breaks`;
  return make("details", { class: "rp-working" }, make("summary", {}, heading), make("ul", {}, items));
}

startFor(start);
