// One search hit: what it is, where it matches, whether it may be sent and how long it holds.

import { badge, make, markedText } from "./dom.js";
import { AUDIENCES, nameLanguage, nameOwner, nameType, sayDay, today } from "./words.js";

export function showHit(hit, searchId) {
  const title = hit.highlights.find((highlight) => highlight.field === "title");
  const passage = hit.highlights.find((highlight) => highlight.field === "text");
  const link = make("a", { href: addressOf(hit, passage, searchId) }, title ? markedText(title.html) : hit.title);
  return make("li", { class: "rp-hit" },
    make("h2", { class: "rp-hit__title", lang: hit.language }, link),
    hit.type && factsOf(hit),
    passage ? showPassage(passage, hit) : hit.summary && make("p", { class: "rp-hit__text", lang: hit.language }, hit.summary));
}

function addressOf(hit, passage, searchId) {
  const query = searchId ? `?from=${searchId}` : "";
  const anchor = passage?.anchor ? `#${encodeURIComponent(passage.anchor)}` : "";
  return `${hit.url}${query}${anchor}`;
}

function showPassage(passage, hit) {
  const isNew = passage.heading && passage.heading !== hit.title;
  const heading = isNew ? [make("strong", {}, passage.heading), " "] : [];
  return make("p", { class: "rp-hit__text", lang: hit.language }, heading, markedText(passage.html));
}

function factsOf(hit) {
  return make("p", { class: "rp-hit__facts" },
    make("span", {}, nameType(hit.type)),
    badge(AUDIENCES[hit.audience] || hit.audience, hit.audience),
    make("span", {}, nameLanguage(hit.language)),
    hit.verified_until && showVerified(hit.verified_until),
    hit.owner && make("span", {}, nameOwner(hit.owner)));
}

function showVerified(day) {
  if (day >= today()) return make("span", {}, `Verified until ${sayDay(day)}`);
  return make("span", { class: "rp-overdue" }, `Review overdue since ${sayDay(day)}`);
}
