// Pages for a deal: those that fit it, with what one does with them, and those that won deals like it used.

import { badge, fill, make, scrollingTable } from "../shared/dom.js";
import { pageLink } from "../shared/pages.js";
import { sayShare } from "../shared/shares.js";
import { AUDIENCES, count, nameType, sayDay } from "../shared/words.js";
import { showBecause } from "./saying.js";

// What one does with a page for a deal, by type.
const DOES = { "email-template": "Write the e-mail", sequence: "Start the sequence" };

// So many are shown before somebody asks for more.
const FIRST = 6;

export async function showFitting(place, view, read) {
  const { fitting, total } = await read();
  if (!total)
    return fill(
      place,
      make("p", { class: "rp-empty" }, "No page names this deal's stage, product, industry or contacts."),
    );
  const list = make("ul", { class: "rp-due-steps" });
  const add = (some) => list.append(...some.map((one) => showPage(view, one)));
  add(fitting.slice(0, FIRST));
  const more = make("button", { type: "button", class: "rp-button", onclick: () => showAll() }, "Show more");
  const showAll = () => {
    more.remove();
    add(fitting.slice(FIRST));
    list.children[FIRST].querySelector("a")?.focus();
  };
  const said = total > FIRST ? `${count(total, "page")}, those that fit best first.` : null;
  return fill(
    place,
    said && make("p", { class: "rp-muted" }, said),
    list,
    fitting.length > FIRST ? make("p", { class: "rp-actions" }, more) : null,
  );
}

function showPage({ deal }, { page, because }) {
  const query = `?${new URLSearchParams({ deal: deal.id })}`;
  return make(
    "li",
    { class: "rp-card" },
    make("h3", {}, pageLink(page)),
    make(
      "p",
      {},
      make("span", { class: "rp-muted" }, nameType(page.type), " "),
      badge(AUDIENCES[page.audience] || page.audience, page.audience),
      " ",
      showBecause(because),
    ),
    page.url && DOES[page.type]
      ? make(
          "p",
          { class: "rp-actions" },
          make("a", { class: "rp-button", href: `${page.url}${query}` }, DOES[page.type]),
        )
      : null,
  );
}

export async function showUsed(place, read) {
  const { won, since, used } = await read();
  if (!used.length)
    return fill(place, make("p", { class: "rp-empty" }, "Nothing was noted as sent in a won deal like this one yet."));
  const basis = `Of ${count(won, "deal")} won since ${sayDay(since)} with the same product, or in the same industry and
    segment. Whoever is about to win sends more, so this proves nothing of a page.`;
  return fill(
    place,
    make("p", { class: "rp-muted" }, basis),
    scrollingTable("Used by won deals like it", ["Page", "Deals", "Share"], make("tbody", {}, used.map(showUse))),
  );
}

function showUse({ page, deals, status }) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, pageLink(page)),
    make("td", { class: "rp-nowrap", "data-label": "Deals" }, `${deals.part} of ${deals.whole}`),
    make("td", { "data-label": "Share" }, sayShare({ ...deals, status })),
  );
}
