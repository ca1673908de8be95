// The search of last resort: all words, title first, in the index that is built with the site.

import { fetchOrFail } from "../shared/api.js";

const SITE = new URL("../../", import.meta.url);
const MOST = 50;
const AROUND = 90;
let loaded = null;

export async function findInStaticIndex(query) {
  const words = query.toLowerCase().split(/\s+/).map(withoutSigns).filter(Boolean);
  if (!words.length) return [];
  const docs = await readDocs();
  const pages = new Map();
  const titles = new Map(docs.filter((doc) => !doc.location.includes("#")).map((doc) => [doc.location, doc.title]));
  for (const doc of docs) collectHit(pages, doc, words, titles);
  return [...pages.values()].sort((one, other) => other.score - one.score).slice(0, MOST);
}

// Whatever stands around a word: quotation marks of every kind, a full stop.
function withoutSigns(word) {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

function readDocs() {
  const address = new URL("search/search_index.json", SITE).href;
  loaded ||= fetchOrFail(address, { credentials: "same-origin" }).then(async (answer) => {
    if (!answer.ok) throw new Error("The search built into the site can't be read either.");
    return (await answer.json()).docs;
  });
  loaded.catch(() => {
    loaded = null;
  });
  return loaded;
}

// Sections of one page share its address up to the anchor; the page keeps its best section.
function collectHit(pages, doc, words, titles) {
  const title = plainText(doc.title);
  const text = plainText(doc.text);
  const inTitle = words.every((word) => title.toLowerCase().includes(word));
  if (!inTitle && !words.every((word) => `${title} ${text}`.toLowerCase().includes(word))) return;
  const [location, anchor] = doc.location.split("#");
  if (location.startsWith("app/")) return;
  const score = inTitle ? (anchor ? 2 : 3) : 1;
  if ((pages.get(location)?.score || 0) >= score) return;
  pages.set(location, {
    url: new URL(doc.location, SITE).href,
    title: anchor ? `${plainText(titles.get(location) || "")}: ${title}`.replace(/^: /, "") : title,
    score,
    highlights: [passageOf(text, words, anchor)],
  });
}

function passageOf(text, words, anchor) {
  const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - AROUND);
  const piece = text.slice(at, at + 2 * AROUND + words[0].length).trim();
  return {
    field: "text",
    html: `${at ? "…" : ""}${piece}${at + piece.length < text.length ? "…" : ""}`,
    heading: null,
    anchor,
  };
}

function plainText(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ");
}
