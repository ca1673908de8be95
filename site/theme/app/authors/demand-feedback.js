// What sellers say of pages: for how many each worked, and why not for the others; nobody is named.

import { badge, make } from "../shared/dom.js";
import { FEW_SHARES, sayAbout } from "../shared/shares.js";
import { partOf, sayDay, sayPercent } from "../shared/words.js";

export function showFeedback(report) {
  if (!report.items.length)
    return make(
      "p",
      { class: "rp-empty" },
      "Nobody has said yet whether a page worked. Sellers do so with two buttons on top of each page.",
    );
  return [make("p", { class: "rp-muted" }, FEW_SHARES), make("ol", { class: "rp-sought" }, report.items.map(showRow))];
}

function showRow({ page, worked, last_on: lastOn, reasons }) {
  const share =
    worked.value === null
      ? ""
      : `, ${sayPercent(worked.value)}${worked.interval ? `, ${sayAbout(worked.interval)}` : ""}`;
  return make(
    "li",
    { class: "rp-card" },
    make("h3", {}, page.url ? make("a", { href: page.url, lang: page.language }, page.title) : page.title),
    make(
      "p",
      { class: "rp-muted" },
      `Worked for ${partOf(worked.part, worked.whole, "person", "people")}${share}; last said on ${sayDay(lastOn)}.`,
    ),
    reasons.length
      ? make(
          "ul",
          { class: "rp-needs" },
          reasons.map(({ text, on, is_missing: isMissing }) =>
            make(
              "li",
              {},
              make("span", { class: "rp-said" }, text),
              " ",
              make("small", {}, sayDay(on)),
              isMissing ? [" ", badge("Missing", "not_started")] : null,
            ),
          ),
        )
      : null,
  );
}
