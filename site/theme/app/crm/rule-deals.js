// The deals that break one rule, those worth most first, some at a time.

import { readKept } from "../shared/account.js";
import { addressOf, readJson } from "../shared/api.js";
import { dealLink, isSeller } from "../shared/deals.js";
import { codedText, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { personLink } from "../shared/people.js";
import { count, sayDay } from "../shared/words.js";
import { sayMoney } from "./money.js";

const HEADS = ["Deal", "Account", "Owner", "Stage", "Amount", "Created", "Close date"];

export async function openRule(name, { status, place }) {
  const path = `/crm/quality/${encodeURIComponent(name)}`;
  try {
    const answer = await readJson(path);
    fill(status, `${count(answer.total, "deal")}, those worth most first.`);
    fill(place, showHead(answer, path), answer.items.length ? showDeals(answer) : showNothing());
  } catch (error) {
    fill(status);
    fill(place, showWayBack());
    const alert = make("div");
    place.append(alert);
    showProblem(alert, error, () => openRule(name, { status, place }));
  }
}

function showHead({ title, counts_as: countsAs, to_change: toChange, total }, path) {
  return make(
    "div",
    {},
    showWayBack(),
    make("h2", {}, title),
    make("p", {}, countsAs),
    make("p", {}, toChange),
    total
      ? make(
          "p",
          {},
          make("a", { class: "rp-button", download: true, href: addressOf(`${path}.csv`) }, "Download as CSV"),
        )
      : null,
  );
}

function showWayBack() {
  return make("p", {}, make("a", { href: location.pathname }, "All rules"));
}

function showNothing() {
  return make("p", { class: "rp-empty" }, "No deal breaks this rule.");
}

function showDeals(answer) {
  const rows = make("tbody", {}, answer.items.map(showDeal));
  const add = (items) => {
    const added = items.map(showDeal);
    rows.append(...added);
    added[0]?.querySelector("th").focus();
  };
  return [scrollingTable(answer.title, HEADS, rows), showMore(answer.next, add, { class: "rp-pager" })];
}

function showDeal(deal) {
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row", tabindex: "-1" },
      isSeller(readKept()) && deal.owner_id
        ? dealLink(`${deal.source}:${deal.key}`, deal.name || deal.key)
        : deal.name || deal.key,
      make("div", { class: "rp-hint" }, deal.name ? `${deal.key}, ${deal.source}` : deal.source),
      deal.suggestion ? make("div", {}, codedText(sentence(deal.suggestion))) : null,
    ),
    make("td", { "data-label": "Account" }, deal.account || ""),
    make("td", { "data-label": "Owner" }, deal.owner_id ? personLink(deal.owner_id, deal.owner) : deal.owner || ""),
    make("td", { "data-label": "Stage" }, deal.stage || ""),
    make(
      "td",
      { class: "rp-number rp-nowrap", "data-label": "Amount" },
      deal.amount === null ? "" : sayMoney(deal.amount, deal.currency),
    ),
    make("td", { class: "rp-nowrap", "data-label": "Created" }, deal.created_on ? sayDay(deal.created_on) : ""),
    make("td", { class: "rp-nowrap", "data-label": "Close date" }, deal.close_on ? sayDay(deal.close_on) : ""),
  );
}

function sentence(suggestion) {
  return `${suggestion.charAt(0).toUpperCase()}${suggestion.slice(1)}.`;
}
