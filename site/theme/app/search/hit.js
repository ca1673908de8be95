// One search hit: what it is, where it matches, whether it may be sent and how long it holds, and files it leads to.

import { sendJson } from "../shared/api.js";
import { badge, make, markedText } from "../shared/dom.js";
import { AUDIENCES, nameLanguage, nameOwner, nameType, STATUSES, sayDay, today } from "../shared/words.js";

export function showHit(hit, searchId) {
  const title = hit.highlights.find((highlight) => highlight.field === "title");
  const passage = hit.highlights.find((highlight) => highlight.field === "text");
  const text = title ? markedText(title.html) : hit.title;
  return make(
    "li",
    { class: "rp-hit" },
    make("h2", { class: "rp-hit__title", lang: hit.language }, linked(addressOf(hit, searchId), text)),
    hit.type && factsOf(hit, searchId),
    passage
      ? showPassage(passage, hit, searchId)
      : hit.summary && make("p", { class: "rp-hit__text", lang: hit.language }, hit.summary),
    hit.via && showWay(hit.via, searchId),
    hit.attachments?.length > 0 && showAttachments(hit, searchId),
  );
}

// A page that isn't published has no address; who searches is told where its file is.
function addressOf({ url }, searchId, anchor) {
  if (!url) return null;
  return `${url}${searchId ? `?from=${searchId}` : ""}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
}

function linked(address, text, attributes = {}) {
  return make(address ? "a" : "span", { ...attributes, href: address }, text);
}

function showPassage(passage, hit, searchId) {
  const isNew = passage.heading && passage.heading !== hit.title;
  const heading =
    isNew && linked(addressOf(hit, searchId, passage.anchor), passage.heading, { class: "rp-hit__heading" });
  return make("p", { class: "rp-hit__text", lang: hit.language }, heading, heading && " ", markedText(passage.html));
}

function factsOf(hit, searchId) {
  return make(
    "p",
    { class: "rp-hit__facts" },
    make("span", {}, nameType(hit.type)),
    badge(AUDIENCES[hit.audience] || hit.audience, hit.audience),
    hit.status !== "approved" && badge(STATUSES[hit.status] || hit.status, hit.status),
    hit.verified_until && showVerified(hit.verified_until),
    hit.owner && make("span", {}, nameOwner(hit.owner)),
    showLanguages(hit, searchId),
    !hit.url && make("code", {}, hit.path),
  );
}

function showVerified(day) {
  if (day >= today()) return make("span", {}, `Verified until ${sayDay(day)}`);
  return make("span", { class: "rp-overdue" }, `Review overdue since ${sayDay(day)}`);
}

function showLanguages({ language, translations }, searchId) {
  const others = translations.map((other) => [
    " · ",
    linked(addressOf(other, searchId), nameLanguage(other.language), {
      lang: other.language,
      hreflang: other.url && other.language,
      title: other.title,
    }),
  ]);
  return make("span", {}, make("span", { lang: language }, nameLanguage(language)), others.flat());
}

function showWay(via, searchId) {
  return make(
    "p",
    { class: "rp-hit__way" },
    "Found through its translation: ",
    linked(addressOf(via, searchId), via.title, { lang: via.language }),
    ` (${via.language})`,
  );
}

// The files whose names say what was asked for.
function showAttachments(hit, searchId) {
  return make(
    "ul",
    { class: "rp-hit__files", "aria-label": "Files" },
    hit.attachments.map(({ name, url, kind }) =>
      make("li", {}, linked(url, name, { onclick: () => recordOpen(hit, searchId) }), " ", make("span", {}, kind)),
    ),
  );
}

// Who takes a file has found the page that leads to it. What can't be recorded must not keep anybody from it.
function recordOpen(hit, searchId) {
  sendJson("POST", "/opens", { page_id: hit.id, search_id: searchId }).catch(() => null);
}
