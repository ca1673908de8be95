// The search page: searches while you type, and keeps what you asked in the address bar.

import { readJson } from "./api.js";
import { choice, fill, labelled, make, showProblem } from "./dom.js";
import { findInStaticIndex } from "./static-index.js";
import { showHit } from "./hit.js";
import { TYPES, count } from "./words.js";

const PAUSE_MS = 200;
// Half a word often finds nothing; only who stops typing is told so.
const PATIENCE_MS = 1200;
const box = make("input", { type: "search", class: "rp-searchbox__input", maxlength: "500", autocomplete: "off", spellcheck: "false", "data-search": true, "aria-label": "Search the library", placeholder: "Words, or a \"phrase\"" });
const type = choice([["", "All types"], ...Object.entries(TYPES)]);
const status = make("p", { class: "rp-status", role: "status", "aria-live": "polite" });
const list = make("ol", { class: "rp-hits" });
const place = make("div");
const more = make("button", { type: "button", class: "rp-button", hidden: true, onclick: () => search(shown.page + 1) }, "Show more");
let shown = { page: 0, count: 0 };
let running = new AbortController();
let timer = 0;
let wait = 0;

function start() {
  const form = make("form", { class: "rp-searchform", role: "search", onsubmit: submit },
    make("div", { class: "rp-searchbox rp-searchbox--large" }, box), labelled("Type", type));
  fill(document.getElementById("app"), form, status, place, list, more);
  readAddress();
  box.addEventListener("input", searchSoon);
  type.addEventListener("change", () => search());
  addEventListener("popstate", () => { readAddress(); search(); });
  box.focus();
  search();
}

function submit(event) {
  event.preventDefault();
  search();
}

function searchSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => search(1, true), PAUSE_MS);
}

async function search(page = 1, isTyping = false) {
  clearTimeout(timer);
  clearTimeout(wait);
  running.abort();
  running = new AbortController();
  const { signal } = running;
  writeAddress();
  if (!box.value.trim()) return showNothingAsked();
  list.setAttribute("aria-busy", "true");
  try {
    const found = await readJson(`/search?${queryOf(page, isTyping)}`, { signal });
    if (isTyping && !found.total) waitForMore(found);
    else showFound(found);
  } catch (error) {
    if (signal.aborted) return;
    if (error.isUnreachable) await searchWithoutServer(signal);
    else showFailure(error);
  }
  list.removeAttribute("aria-busy");
}

function queryOf(page, isTyping) {
  const query = new URLSearchParams({ q: box.value.trim(), page });
  if (type.value) query.set("type", type.value);
  if (isTyping) query.set("typing", "true");
  return query;
}

function waitForMore(found) {
  wait = setTimeout(() => showFound(found), PATIENCE_MS);
}

function showFound(found) {
  fill(place);
  const isFirst = found.page === 1;
  const hits = found.items.map((hit) => showHit(hit, found.search_id));
  if (isFirst) fill(list, hits);
  else list.append(...hits);
  shown = { page: found.page, count: (isFirst ? 0 : shown.count) + hits.length };
  more.hidden = shown.count >= found.total || hits.length === 0;
  if (!isFirst) hits[0]?.querySelector("a").focus();
  fill(status, found.total ? count(found.total, "page") : "Nothing found", make("span", { class: "rp-took" }, ` in ${Math.max(1, Math.round(found.took_ms))} ms`));
  if (!found.total) fill(place, nothingFound());
}

async function searchWithoutServer(signal) {
  try {
    const items = await findInStaticIndex(box.value);
    if (signal.aborted) return;
    fill(list, items.map((hit) => showHit(hit, null)));
    fill(status, items.length ? count(items.length, "page") : "Nothing found");
    fill(place, make("p", { class: "rp-note" }, "The search server can't be reached, so this is the simple search built into the site: it finds pages that hold all your words."));
    more.hidden = true;
  } catch (error) {
    showFailure(error);
  }
}

function nothingFound() {
  const tips = ["Try fewer or shorter words.", "Try the word your customer would use."];
  if (type.value) tips.unshift("Look in all types.");
  return make("div", { class: "rp-empty" }, make("p", {}, `No page matches “${box.value.trim()}”. The search was recorded, so the library's authors see what is missing.`), make("ul", {}, tips.map((tip) => make("li", {}, tip))));
}

function showNothingAsked() {
  list.removeAttribute("aria-busy");
  fill(list);
  fill(place);
  fill(status, "Type a few words to begin.");
  more.hidden = true;
}

function showFailure(error) {
  fill(list);
  fill(status);
  more.hidden = true;
  showProblem(place, error, () => search());
}

function readAddress() {
  const asked = new URLSearchParams(location.search);
  box.value = asked.get("q") || "";
  type.value = asked.get("type") in TYPES ? asked.get("type") : "";
}

function writeAddress() {
  const query = new URLSearchParams();
  if (box.value.trim()) query.set("q", box.value.trim());
  if (type.value) query.set("type", type.value);
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}

start();
