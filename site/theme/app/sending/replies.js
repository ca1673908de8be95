// Replies: of each template, step or version how many messages were answered, with intervals; nobody is named.

import { readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { pageLink } from "../shared/pages.js";
import { keepInAddress, segments } from "../shared/segments.js";
import { sayShare } from "../shared/shares.js";
import { makeWaiting } from "../shared/waiting.js";
import { partOf, sayDay } from "../shared/words.js";

const BYS = [
  ["template", "By template"],
  ["step", "By step"],
  ["version", "By version"],
];
const WINDOWS = [7, 14, 30, 60, 90].map((days) => [String(days), `${days} days`]);
const HEADS = ["Template", "Replied", "Answers", "Meetings", "Bounced", "Still waiting"];
const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);
const chosen = { by: asked.get("by") || "template", window_days: asked.get("window_days") || "14" };
const place = make("div");
let turn = 0;

function start() {
  const days = choice(WINDOWS);
  days.value = chosen.window_days;
  days.addEventListener("change", () => choose("window_days", days.value));
  const by = segments("Told apart", BYS, chosen.by, (value) => choose("by", value));
  fill(app, make("div", { class: "rp-filters" }, by, labelled("An answer counts within", days)), place);
  load();
}

function choose(name, value) {
  chosen[name] = value;
  keepInAddress(chosen);
  load();
}

// Whoever chooses twice in a row sees what they chose last, whichever answer comes first.
async function load() {
  turn += 1;
  const own = turn;
  fill(place, makeWaiting("Templates"));
  try {
    const report = await readJson(`/sending/replies?${new URLSearchParams(chosen)}`);
    if (own === turn) show(report);
  } catch (error) {
    if (own === turn) showProblem(place, error, load);
  }
}

function show({ items, start: from, end, least, definition }) {
  const rows = make("tbody", {}, items.map(showRow));
  fill(
    place,
    make("p", { class: "rp-hint" }, `Sent from ${sayDay(from)} to ${sayDay(end)}; a share takes ${least} messages.`),
    items.length
      ? scrollingTable("Templates", HEADS, rows)
      : make("p", { class: "rp-empty" }, "Nothing was noted as sent in these days."),
    make("p", { class: "rp-muted" }, definition),
  );
}

function showRow(row) {
  const { part, whole } = row.replied;
  const cells = [
    row.status === "measured" ? sayShare({ ...row.replied, status: row.status }) : "Too few messages",
    partOf(part, whole, "message"),
    String(row.booked),
    String(row.bounced),
    String(row.waiting),
  ];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, nameRow(row)),
    cells.map((text, index) => make("td", { "data-label": HEADS[index + 1] }, text)),
  );
}

function nameRow({ template, version, sequence, step }) {
  const named = pageLink(template);
  if (sequence) return [named, make("br"), make("small", {}, `step ${step} of `, pageLink(sequence))];
  return version ? [named, make("br"), make("small", {}, `version ${version.slice(0, 8)}`)] : named;
}

start();
