// Pages whose use and whose review don't fit: read though stale, or never opened.

import { badge, make, scrollingTable } from "../shared/dom.js";
import { FEW_READERS, showTotal } from "../shared/shares.js";
import { count, nameOwner, nameType, partOf, sayDay, sayReview } from "../shared/words.js";
import { reviewButton } from "./review.js";

const BADGES = { overdue: "overdue", due: "not_started", verified: "complete", unknown: "none" };
const KINDS = {
  stale: {
    means: "of the pages have a review that is due or overdue",
    nothing: "No page's review is due or overdue.",
    heads: ["Page", "Type", "Owner", "Review", "Readers", "Readers a week", "Change"],
  },
  unused: {
    means: "of the pages published long enough were never opened",
    nothing: "Every page that was published long enough has been opened.",
    heads: ["Page", "Type", "Owner", "Review", "Published", "At most a week"],
  },
};

export function showPages(report) {
  const kind = KINDS[report.kind];
  const { totals } = report;
  const total = showTotal(totals.share, kind.means, partOf(totals.counted, totals.pages, "page"));
  if (!report.items.length) return [total, make("p", { class: "rp-empty" }, kind.nothing)];
  const rows = report.items.map((row) => showRow(row, report.kind));
  return [
    total,
    report.kind === "stale" ? make("p", { class: "rp-muted" }, FEW_READERS) : null,
    scrollingTable(
      `Pages: ${report.kind === "stale" ? "read though stale" : "never opened"}`,
      kind.heads,
      make("tbody", {}, rows),
    ),
  ];
}

function showRow({ page, freshness, verified_until, published, readers, rate_per_week: rate }, kind) {
  const review = sayReview({ freshness, verified_until });
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, make("a", { href: page.url, lang: page.language }, page.title)),
    make("td", { "data-label": "Type" }, nameType(page.type)),
    make("td", { "data-label": "Owner" }, page.owner ? nameOwner(page.owner) : "Nobody"),
    make("td", { class: "rp-nowrap" }, badge(review, BADGES[freshness])),
    kind === "stale" ? showReaders(readers, rate, page) : showAge(published, rate),
  );
}

function showReaders(readers, rate, page) {
  return [
    make("td", { class: "rp-number", "data-label": "Readers" }, readers.toLocaleString("en-GB")),
    make("td", { class: "rp-nowrap", "data-label": "Readers a week" }, rate ? sayRate(rate.value) : ""),
    make("td", {}, reviewButton(page)),
  ];
}

function showAge(published, rate) {
  return [
    make("td", { class: "rp-nowrap", "data-label": "Published" }, published ? sayDay(published) : "Unknown"),
    make(
      "td",
      { class: "rp-nowrap", "data-label": "At most a week" },
      rate ? `${count(Math.ceil(rate.interval.high * 10) / 10, "reader")}` : "",
    ),
  ];
}

function sayRate(number) {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}
