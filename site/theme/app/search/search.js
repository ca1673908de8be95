// The search page: searches while you type or choose, and keeps what you asked in the address bar.

import { isPreview, readJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { rememberLabels } from "../shared/labels.js";
import { isFinding } from "../shared/running.js";
import { count } from "../shared/words.js";
import { filtersOf, isEmpty, ORDERS, readAsked, sayAsked, withFilter, withoutFilter, withReading } from "./asked.js";
import { showChips } from "./chips.js";
import { showFacets } from "./facets.js";
import { hintsFor } from "./hints.js";
import { showHit } from "./hit.js";
import { quickFilters } from "./quick.js";
import { findInStaticIndex } from "./static-index.js";
import { offerSuggestions } from "./suggest.js";

// Shorter than between two keys of most people, and longer than between those of who types fast.
const PAUSE_MS = 70;
// Half a word often finds nothing; only who stops typing is told so.
const PATIENCE_MS = 1200;
const box = make("input", {
  type: "text",
  inputmode: "search",
  enterkeyhint: "search",
  class: "rp-searchbox__input",
  maxlength: "500",
  autocomplete: "off",
  spellcheck: "false",
  "data-search": true,
  "aria-label": "Search the library",
  placeholder: isPreview ? "Titles and words of the preview" : 'Words, or a "phrase"',
});
const status = make("p", { class: "rp-status", role: "status", "aria-live": "polite", tabindex: "-1" });
const sort = choice(Object.entries(ORDERS), { onchange: () => change(() => ({ ...asked, sort: sort.value })) });
const toggle = make("button", {
  type: "button",
  class: "rp-button rp-facets__toggle",
  "aria-expanded": "false",
  "aria-controls": "facets",
  onclick: () => turnFacets(!panel.classList.contains("rp-facets--open")),
});
const chips = make("ul", { class: "rp-chips", "aria-label": "Filters in force", hidden: true });
const place = make("div");
const list = make("ol", { class: "rp-hits" });
const more = make(
  "button",
  { type: "button", class: "rp-button", hidden: true, onclick: () => search({ page: shown.page + 1 }) },
  "Show more",
);
const facets = make("div", { class: "rp-facets__list" });
const close = make(
  "button",
  { type: "button", class: "rp-button rp-button--main rp-facets__close", onclick: closeFacets },
  "Close",
);
const panel = make(
  "section",
  { id: "facets", class: "rp-facets", "aria-label": "Filters", tabindex: "-1" },
  facets,
  close,
);
const results = make(
  "div",
  { class: "rp-results" },
  make("div", { class: "rp-results__bar" }, status, toggle, labelled("Sort by", sort)),
  make("div", { class: "rp-results__hits" }, chips, place, list, more),
  panel,
);
let asked = readAsked(location.search);
let shown = { page: 0, count: 0 };
let running = new AbortController();
let timer = 0;
let wait = 0;

function start() {
  const form = make(
    "form",
    { class: "rp-searchform", role: "search", onsubmit: submit },
    make("div", { class: "rp-searchbox rp-searchbox--large" }, box),
    make("button", { type: "submit", class: "rp-button rp-button--main" }, "Search"),
  );
  fill(document.getElementById("app"), form, results);
  offerSuggestions(box, choose);
  box.addEventListener("input", searchSoon);
  addEventListener("popstate", () => {
    asked = readAsked(location.search);
    showAsked();
    search();
  });
  showAsked();
  box.focus();
  search();
}

function submit(event) {
  event.preventDefault();
  change(() => asked);
}

function choose({ rewritten, filter }) {
  const rest = { ...asked, words: rewritten };
  change(() => (filter ? withFilter(rest, filter) : rest));
}

// What is asked for by anything but typing is a step that Back undoes. `update` makes it of what is asked for now.
function change(update) {
  asked = update(asked);
  showAsked();
  writeAddress(false);
  search();
}

function changeFilter(filter, isWanted) {
  change(() => (isWanted ? withFilter(asked, filter) : withoutFilter(asked, filter)));
}

// The button that was pressed goes away with its hint, so the focus moves to what comes instead.
function changeByHint(update) {
  status.focus({ preventScroll: true });
  change(update);
}

function changeByChip(update) {
  change(update);
  if (!filtersOf(asked).length) status.focus({ preventScroll: true });
}

function searchSoon() {
  asked = { ...asked, words: box.value };
  clearTimeout(timer);
  timer = setTimeout(() => {
    writeAddress(true);
    search({ isTyping: true });
  }, PAUSE_MS);
}

async function search({ page = 1, isTyping = false } = {}) {
  clearTimeout(timer);
  clearTimeout(wait);
  running.abort();
  running = new AbortController();
  const { signal } = running;
  if (isEmpty(asked)) return showNothingAsked();
  results.classList.remove("rp-results--unasked");
  list.setAttribute("aria-busy", "true");
  const words = asked.words.trim();
  try {
    const found = await readJson(`/search?${queryOf(page, isTyping)}`, { signal });
    asked = withReading(asked, words, found.pieces);
    if (isTyping && !found.total) wait = setTimeout(() => showFound(found), PATIENCE_MS);
    else showFound(found);
  } catch (error) {
    if (signal.aborted) return;
    if (error.isUnreachable) await searchWithoutServer(signal);
    else showFailure(error);
  }
  list.removeAttribute("aria-busy");
}

function queryOf(page, isTyping) {
  const query = sayAsked(asked);
  query.set("page", page);
  if (isTyping) query.set("typing", "true");
  return query;
}

function showFound(found) {
  const isFirst = found.page === 1;
  const hits = found.items.map((hit) => showHit(hit, found.search_id));
  if (isFirst) fill(list, hits);
  else list.append(...hits);
  shown = { page: found.page, count: (isFirst ? 0 : shown.count) + hits.length };
  more.hidden = shown.count >= found.total || hits.length === 0;
  results.classList.toggle("rp-results--unsorted", !found.total);
  if (!isFirst) hits[0]?.querySelector("a")?.focus();
  fill(
    status,
    found.total ? count(found.total, "page") : "Nothing found",
    make("span", { class: "rp-took" }, ` in ${Math.max(1, Math.round(found.took_ms))} ms`),
  );
  fill(close, found.total ? `Show ${count(found.total, "page")}` : "Close");
  rememberLabels(found.facets);
  showFacets(facets, found, changeFilter);
  showChips(chips, asked, changeByChip);
  fill(place, hintsFor(found, asked, changeByHint));
}

async function searchWithoutServer(signal) {
  try {
    const items = await findInStaticIndex(box.value);
    if (signal.aborted) return;
    showUnfiltered();
    fill(
      list,
      items.map((hit) => showHit(hit, null)),
    );
    fill(status, items.length ? count(items.length, "page") : "Nothing found");
    fill(
      place,
      make(
        "p",
        { class: "rp-note" },
        isPreview
          ? "The preview searches titles and words of its pages, and finds those that hold all your words."
          : "The search server can't be reached, so this is the simple search built into the site: it finds pages that hold all your words.",
      ),
    );
  } catch (error) {
    showFailure(error);
  }
}

function showNothingAsked() {
  list.removeAttribute("aria-busy");
  results.classList.add("rp-results--unasked");
  showUnfiltered();
  fill(list);
  fill(place, isPreview ? null : quickFilters((filter) => changeByHint(() => withFilter(asked, filter))));
  fill(status, isPreview ? "Type a few words to begin." : "Type a few words, or begin with:");
}

function showFailure(error) {
  showUnfiltered();
  fill(list);
  fill(status);
  showProblem(place, error, () => search());
}

function showUnfiltered() {
  fill(facets);
  showChips(chips, asked, changeByChip);
  more.hidden = true;
  results.classList.add("rp-results--unsorted");
}

function showAsked() {
  if (box.value.trim() !== asked.words.trim()) box.value = asked.words;
  sort.value = asked.sort;
  const active = filtersOf(asked).length;
  fill(toggle, active ? `Filters (${active})` : "Filters");
  showChips(chips, asked, changeByChip);
}

function turnFacets(isOpen) {
  toggle.setAttribute("aria-expanded", String(isOpen));
  panel.classList.toggle("rp-facets--open", isOpen);
  if (isOpen) panel.focus({ preventScroll: true });
}

function closeFacets() {
  turnFacets(false);
  toggle.focus();
  results.scrollIntoView();
}

// Typing is one step, however long it takes; a step that changes nothing is none.
function writeAddress(isTyping) {
  const query = sayAsked(asked);
  const address = query.size ? `?${query}` : location.pathname;
  const isSame = query.toString() === new URLSearchParams(location.search).toString();
  const isOneStep = isSame || !location.search || (isTyping && history.state?.isTyping);
  history[isOneStep ? "replaceState" : "pushState"]({ isTyping }, "", address);
}

// What to find stays in sight of whoever is to find it against the clock.
async function recallTask() {
  if (isFinding()) (await import("../finding/found-bar.js")).showFoundBar(document.getElementById("app"));
}

recallTask();
start();
