// Pages like the one that is read, at its end; nothing when there are none or no server to ask.

import { readJson } from "../shared/api.js";
import { badge, make } from "../shared/dom.js";
import { AUDIENCES, nameType } from "../shared/words.js";

const MOST = 4;

export async function showSimilar(article) {
  const found = await readJson(`/content/${encodeURIComponent(article.dataset.pageId)}/similar?limit=${MOST}`).catch(
    () => null,
  );
  const pages = (found?.items || []).filter((page) => page.url);
  if (!pages.length) return;
  article.parentElement.append(
    make(
      "section",
      { class: "rp-similar", lang: "en", "aria-label": "Similar pages" },
      make("h2", {}, "Similar pages"),
      make("ul", {}, pages.map(showPage)),
    ),
  );
}

function showPage(page) {
  return make(
    "li",
    {},
    make("a", { href: page.url, lang: page.language }, page.title),
    " ",
    make(
      "span",
      { class: "rp-similar__facts" },
      nameType(page.type),
      badge(AUDIENCES[page.audience] || page.audience, page.audience),
    ),
  );
}
