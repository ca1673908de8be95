// What was searched for in vain: each query with its spellings, how often, and who fills the gap.

import { make } from "../shared/dom.js";
import { FEW_SHARES, sayBareShare, showTotal } from "../shared/shares.js";
import { count, partOf, sayDay, sayTimes } from "../shared/words.js";
import { gapTools } from "./gaps.js";

const KINDS = {
  nothing: {
    happened: "found nothing",
    means: "of what was searched for found nothing",
    share: "nothing_share",
    part: (row) => row.nothing_found,
    whole: (row) => row.needs,
    noun: "need",
  },
  unopened: {
    happened: "opened none of the hits",
    means: "of what had hits was left unopened",
    share: "unopened_share",
    part: (row) => row.unopened,
    whole: (row) => row.needs - row.nothing_found,
    noun: "need with hits",
  },
};
const NOTHING = {
  nothing: "Everything that was searched for found something.",
  unopened: "Whoever found something opened it.",
};

export function showSearches(report, { me, changed }) {
  const kind = KINDS[report.kind];
  const { totals } = report;
  const said = (row) => partOf(kind.part(row), kind.whole(row), kind.noun, kind.noun.replace("need", "needs"));
  const total = showTotal(
    totals[kind.share],
    kind.means,
    `${said(totals)}, in ${count(report.total, "search", "searches")}`,
  );
  if (!report.items.length)
    return [
      totals.needs ? total : null,
      make(
        "p",
        { class: "rp-empty" },
        totals.needs ? NOTHING[report.kind] : "Nobody searched for anything in this period.",
      ),
    ];
  return [
    total,
    make("p", { class: "rp-muted" }, FEW_SHARES),
    make(
      "ol",
      { class: "rp-sought", start: (report.page - 1) * report.limit + 1 },
      report.items.map((row) => showSought(row, kind, said, { me, changed })),
    ),
  ];
}

function showSought(row, kind, said, { me, changed }) {
  const facts = [
    `${said(row)} ${kind.happened}`,
    sayBareShare(row.share),
    row.last_asked ? `last asked on ${sayDay(row.last_asked)}` : null,
    row.asked ? `and asked for in words ${sayTimes(row.asked)}` : null,
  ];
  return make(
    "li",
    { class: "rp-card rp-sought__item" },
    make(
      "div",
      {},
      make("h3", {}, make("a", { href: `/app/search/?${new URLSearchParams({ q: row.query })}` }, row.query)),
      row.variants.length
        ? make("p", { class: "rp-sought__variants" }, "Also: ", row.variants.map((text) => `“${text}”`).join(", "))
        : null,
      make("p", { class: "rp-muted" }, `${facts.filter(Boolean).join("; ")}.`),
    ),
    gapTools({ gap: row.gap, queryId: row.id, name: row.query, me, changed }),
  );
}
