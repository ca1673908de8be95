// What people say they need: pages to write, beside the searches for the same, and what pages lack.

import { make } from "../shared/dom.js";
import { count, sayDay, sayTimes } from "../shared/words.js";
import { showSaid } from "./demand-said.js";
import { gapTools } from "./gaps.js";

export function showAsked(report, { me, changed }) {
  if (!report.items.length)
    return make(
      "p",
      { class: "rp-empty" },
      "Nobody asked for anything in this period. Answers that are offered as a page to write stand here, and what sellers say a page lacks.",
    );
  return [
    make(
      "p",
      {},
      make("strong", {}, count(report.needs, "need")),
      ` for ${count(report.total, "page")} to write or to mend.`,
    ),
    make(
      "ol",
      { class: "rp-sought", start: (report.page - 1) * report.limit + 1 },
      report.items.map((row) => showRow(row, { me, changed })),
    ),
  ];
}

function showRow(row, { me, changed }) {
  const name = row.query ?? `What “${row.lacking.title || row.lacking.id}” lacks`;
  const address = row.query ? `/app/search/?${new URLSearchParams({ q: row.query })}` : row.lacking.url;
  const facts = [
    `Asked for ${sayTimes(row.needs)}, last on ${sayDay(row.last_asked)}`,
    row.searched ? `searched for ${sayTimes(row.searched)}` : null,
  ];
  return make(
    "li",
    { class: "rp-card rp-sought__item" },
    make(
      "div",
      {},
      make("h3", {}, address ? make("a", { href: address, lang: row.language ?? row.lacking?.language }, name) : name),
      make("p", { class: "rp-muted" }, `${facts.filter(Boolean).join("; ")}.`),
      showSaid(row.said),
    ),
    gapTools({
      gap: row.gap,
      queryId: row.query_id ?? "",
      lackingId: row.lacking?.id ?? "",
      name,
      me,
      changed,
    }),
  );
}
