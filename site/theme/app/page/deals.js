// On a page of the library: which of one's own open deals it fits, read once somebody looks.

import { readJson } from "../shared/api.js";
import { dealLink, isSeller } from "../shared/deals.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";

const AT_ONCE = 20;

export function offerDeals(article, me) {
  if (!isSeller(me)) return;
  const place = make("div");
  const fold = make(
    "details",
    { class: "rp-card rp-fold rp-page-deals", lang: "en" },
    make("summary", {}, make("h2", {}, "Your deals that it fits")),
    place,
  );
  fold.addEventListener("toggle", () => fold.open && !place.childElementCount && load(place, article));
  article.append(fold);
}

async function load(place, article) {
  try {
    const answer = await readJson(`/content/${encodeURIComponent(article.dataset.pageId)}/deals?limit=${AT_ONCE}`);
    fill(place, answer.items.length ? showDeals(answer) : make("p", {}, "None of your open deals."));
  } catch (error) {
    showProblem(place, error, () => load(place, article));
  }
}

function showDeals({ items, total }) {
  return [
    total > items.length ? make("p", {}, `${count(total, "deal")}; those that it fits best:`) : null,
    make("ul", {}, items.map(showDeal)),
  ];
}

function showDeal({ deal, because }) {
  const why = because.map(({ label }) => label).join(", ");
  const about = [deal.account, deal.stage].filter(Boolean).join(" · ");
  return make(
    "li",
    {},
    dealLink(deal.id, deal.name),
    make("span", { class: "rp-muted" }, ` ${about}. Fits by ${why}.`),
  );
}
