// Freshness: pages by the state of their review, the change that marks one as reviewed, and a calendar of one's own.

import { readMe, signedIn } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { offerCalendar } from "../shared/calendar.js";
import { badge, choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { keepInAddress, segments } from "../shared/segments.js";
import { count, FRESHNESS, nameOwner, nameType, sayReview } from "../shared/words.js";
import { mayReview, reviewButton } from "./review.js";

const BADGES = { overdue: "overdue", due: "not_started", verified: "complete", unknown: "none" };
const NOTHING = {
  overdue: "No review is overdue.",
  due: "No review is due soon.",
  verified: "No page has a review that counts for long.",
  unknown: "Every page says until when its review counts.",
};
const HEADS = ["Page", "Type", "Owner", "Review"];
const asked = new URLSearchParams(location.search);
const whose = choice(
  [
    ["", "Everybody"],
    ["mine", "Me"],
  ],
  { onchange: reload },
);
const status = make("p", { class: "rp-status", role: "status" });
const place = make("div");
const body = make("tbody");
const more = make("button", { type: "button", class: "rp-button", hidden: true, onclick: load }, "Show more");
let state = asked.get("freshness") in FRESHNESS ? asked.get("freshness") : "overdue";
let shown = 0;
let next = null;
let turn = 0;
let isReviewer = false;

function start() {
  const states = segments("State of the review", Object.entries(FRESHNESS), state, (value) => {
    state = value;
    reload();
  });
  whose.value = asked.get("whose") === "mine" ? "mine" : "";
  const calendar = offerCalendar();
  calendar.hidden = true;
  fill(
    document.getElementById("app"),
    make("div", { class: "rp-filters" }, states, labelled("Owner", whose)),
    status,
    place,
    make("p", {}, more),
    calendar,
  );
  // Shown below the list, once that is there, so that it needn't move.
  reload().finally(() => {
    calendar.hidden = false;
  });
}

function reload() {
  keepInAddress({ freshness: state === "overdue" ? "" : state, whose: whose.value });
  [next, shown] = [null, 0];
  turn += 1;
  return load();
}

// An answer that comes after something else was chosen is dropped.
async function load() {
  const asking = turn;
  more.disabled = true;
  try {
    isReviewer = mayReview(await signedIn);
    const answer = await readJson(next || (await firstAddress()));
    if (asking === turn) show(answer);
  } catch (error) {
    if (asking !== turn) return;
    fill(status);
    showProblem(place, error, load);
  }
  more.disabled = false;
}

async function firstAddress() {
  const query = new URLSearchParams({ freshness: state, limit: "50" });
  if (whose.value) query.set("owner", (await readMe()).email);
  return `/content?${query}`;
}

function show(answer) {
  const rows = answer.items.map(showRow);
  if (!shown) startTable(rows);
  else body.append(...rows);
  if (shown) rows[0]?.querySelector("a, button")?.focus();
  shown += rows.length;
  next = answer.next;
  more.hidden = !next;
  fill(status, shown ? `${count(shown, "page")}${next ? " so far, there are more" : ""}` : "");
}

function startTable(rows) {
  fill(body, rows);
  const nothing = make("p", { class: "rp-empty" }, NOTHING[state], whose.value ? " (Of those that you own.)" : "");
  fill(
    place,
    rows.length
      ? scrollingTable(`Pages: ${FRESHNESS[state]}`, isReviewer ? [...HEADS, "Change"] : HEADS, body)
      : nothing,
  );
}

function showRow(page) {
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row" },
      page.url
        ? make("a", { href: page.url, lang: page.language }, page.title)
        : make("span", { lang: page.language }, page.title),
      page.status === "approved" ? null : [" ", badge(page.status, "draft")],
    ),
    make("td", { "data-label": "Type" }, nameType(page.type)),
    make("td", { "data-label": "Owner" }, page.owner ? nameOwner(page.owner) : "Nobody"),
    make("td", { class: "rp-nowrap" }, badge(sayReview(page), BADGES[page.freshness])),
    isReviewer ? make("td", {}, reviewButton(page)) : null,
  );
}

start();
