// Deals: one's own, or those of whom one manages, found by words and told apart by state and owner.

import { readMe } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { dealLink } from "../shared/deals.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { pager } from "../shared/pager.js";
import { personLink } from "../shared/people.js";
import { keepInAddress } from "../shared/segments.js";
import { makeWaiting } from "../shared/waiting.js";
import { count, sayDay } from "../shared/words.js";
import { readPeople } from "../team/choices.js";
import { sayAmount } from "./saying.js";

const HEADS = ["Deal", "Account", "Owner", "Stage", "Amount", "Closes"];
const STATES = [
  ["", "Open"],
  ["won", "Won"],
  ["lost", "Lost"],
  ["any", "All"],
];
const PATIENCE_MS = 250;
const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("Deals"));
  try {
    const me = await readMe();
    const asked = new URLSearchParams(location.search);
    const view = {
      me,
      page: Number(asked.get("page")) || 1,
      shown: make("div"),
      status: make("p", { role: "status" }),
    };
    const filters = await makeFilters(view, asked);
    fill(app, filters, view.status, view.shown);
    await load(view);
  } catch (error) {
    showProblem(app, error, start);
  }
}

async function makeFilters(view, asked) {
  const isLeading = view.me.roles.some((role) => role === "manager" || role === "admin");
  const people = isLeading ? await readPeople() : [];
  const owners = [["", "Everybody's"], ...people.map(({ id, name }) => [id, name])];
  Object.assign(view, {
    q: make("input", { type: "search", maxlength: "200", value: asked.get("q") }),
    state: choice(STATES),
    owner: choice(owners),
  });
  view.state.value = asked.get("state") || "";
  view.owner.value = asked.get("owner") || "";
  let timer = 0;
  const anew = () => {
    view.page = 1;
    load(view);
  };
  view.q.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(anew, PATIENCE_MS);
  });
  view.state.addEventListener("change", anew);
  view.owner.addEventListener("change", anew);
  return make(
    "div",
    { class: "rp-filters rp-filters--wide", role: "search", "aria-label": "Deals" },
    labelled("Name or id", view.q),
    labelled("State", view.state),
    isLeading ? labelled("Owner", view.owner) : null,
  );
}

async function load(view) {
  const { page } = view;
  const [q, state, owner] = [view.q.value.trim(), view.state.value, view.owner.value];
  keepInAddress({ q, state, owner, page: page > 1 ? String(page) : "" });
  const query = new URLSearchParams({ q, page: String(page), ...(owner && { owner_id: owner }) });
  if (state === "any") query.set("any", "true");
  else if (state) query.set("state", state);
  const asked = query.toString();
  view.asked = asked;
  try {
    const answer = await readJson(`/deals?${asked}`);
    if (view.asked === asked) show(view, answer);
  } catch (error) {
    fill(view.status);
    showProblem(view.shown, error, () => load(view));
  }
}

function show(view, answer) {
  const order = view.state.value ? "those that closed last on top" : "those that close first on top";
  fill(view.status, answer.total ? `${count(answer.total, "deal")}, ${order}.` : "");
  if (!answer.total) return fill(view.shown, make("p", { class: "rp-empty" }, "No deal here that you may see."));
  const turnTo = (page) => {
    view.page = page;
    load(view);
  };
  return fill(
    view.shown,
    scrollingTable("Deals", HEADS, make("tbody", {}, answer.items.map(showRow))),
    pager(answer, turnTo),
  );
}

function showRow(deal) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, dealLink(deal.id, deal.name)),
    make("td", { "data-label": "Account" }, deal.account || ""),
    make("td", { "data-label": "Owner" }, deal.owner ? personLink(deal.owner.id, deal.owner.name) : ""),
    make("td", { "data-label": "Stage" }, deal.stage || ""),
    make("td", { class: "rp-number rp-nowrap", "data-label": "Amount" }, sayAmount(deal)),
    make("td", { class: "rp-nowrap", "data-label": "Closes" }, deal.close_on ? sayDay(deal.close_on) : ""),
  );
}

startFor(start);
