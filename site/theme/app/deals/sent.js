// What was sent for a deal, by whom, and what became of the pages since; and the sequences that run for it.

import { makeRuns } from "../sending/runs.js";
import { readJson } from "../shared/api.js";
import { badge, fill, make, scrollingTable } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { pageLink } from "../shared/pages.js";
import { personLink } from "../shared/people.js";
import { sayDay } from "../shared/words.js";

const HEADS = ["Page", "Sent", "By", "To", "The page now"];
const STATES = {
  as_sent: ["As it was sent", "complete"],
  changed: ["Changed since", "expiring"],
  overdue: ["Review overdue", "overdue"],
  gone: ["Gone", "waived"],
};

export async function showSent(place, view) {
  const runsOf = `/sending/runs?${new URLSearchParams({ deal: view.deal.id })}`;
  const [sent, runs] = await Promise.all([readJson(`${view.path}/sent?limit=20`), readJson(runsOf)]);
  const page = { me: view.me, deal: view.deal, changed: () => showSent(place, view) };
  fill(place, sent.items.length ? showSends(sent) : showNothing(), makeRuns(page, runs));
}

function showNothing() {
  return make("p", { class: "rp-empty" }, "Nothing was noted as sent for this deal yet.");
}

function showSends({ items, next }) {
  const rows = make("tbody", {}, items.map(showSend));
  const add = (more) => rows.append(...more.map(showSend));
  return [scrollingTable("Sent", HEADS, rows), showMore(next, add, { class: "rp-pager" })];
}

function showSend({ page, on, rep, contact_name: contact, state }) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, pageLink(page)),
    make("td", { class: "rp-nowrap", "data-label": "Sent" }, sayDay(on)),
    make("td", { "data-label": "By" }, personLink(rep.id, rep.name)),
    make("td", { "data-label": "To" }, contact || ""),
    make("td", { "data-label": "The page now" }, badge(...STATES[state])),
  );
}
