// Sent and read: of each page how often it went to buyers, and how many of those who got a link had it on screen.

import { readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { pager } from "../shared/pager.js";
import { pageLink } from "../shared/pages.js";
import { keepInAddress } from "../shared/segments.js";
import { sayShare } from "../shared/shares.js";
import { makeWaiting } from "../shared/waiting.js";
import { daysFromToday, partOf, sayDay } from "../shared/words.js";
import { sayOnScreen } from "./words.js";

const SPANS = [
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "a year"],
];
const HEADS = ["Page", "Read", "Links that were read", "Time on screen", "E-mails sent"];
const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);
const chosen = { days: asked.get("days") || "90", page: asked.get("page") || "1" };
const place = make("div");
let turn = 0;

function start() {
  const days = choice(SPANS);
  days.value = chosen.days;
  days.addEventListener("change", () => choose({ days: days.value, page: "1" }));
  fill(app, make("div", { class: "rp-filters" }, labelled("The last", days)), place);
  load();
}

function choose(news) {
  Object.assign(chosen, news);
  keepInAddress(chosen);
  load();
}

async function load() {
  turn += 1;
  const own = turn;
  fill(place, makeWaiting("Pages"));
  const query = new URLSearchParams({ from: daysFromToday(1 - Number(chosen.days)), page: chosen.page });
  try {
    const report = await readJson(`/sharing/read?${query}`);
    if (own === turn) show(report);
  } catch (error) {
    if (own === turn) showProblem(place, error, load);
  }
}

function show(report) {
  const { items, start: from, end, least, definition } = report;
  const rows = make("tbody", {}, items.map(showRow));
  fill(
    place,
    make("p", { class: "rp-hint" }, `Shared from ${sayDay(from)} to ${sayDay(end)}; a share takes ${least} links.`),
    items.length
      ? scrollingTable("Pages", HEADS, rows)
      : make("p", { class: "rp-empty" }, "Nothing was noted as sent or shared in these days."),
    pager(report, (page) => choose({ page: String(page) })),
    make("p", { class: "rp-muted" }, definition),
  );
}

function showRow({ page, sent, links, read, seconds, status }) {
  const cells = [
    status === "measured" ? sayShare({ ...read, status }) : "Too few links",
    partOf(read.part, links, "link"),
    seconds === null ? "" : `${sayOnScreen(seconds)} each`,
    String(sent),
  ];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, pageLink(page)),
    cells.map((text, index) => make("td", { "data-label": HEADS[index + 1] }, text)),
  );
}

start();
