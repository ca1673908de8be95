// A library page: records that it was opened and read, warns when its review is overdue, offers what one does with it,
// loads what its type needs, and names pages like it, and its last change.

import { signedIn } from "../shared/account.js";
import { sendJson } from "../shared/api.js";
import { fill } from "../shared/dom.js";
import { isFinding } from "../shared/running.js";
import { nameLanguage, sayDay, today } from "../shared/words.js";
import { showActions } from "./actions.js";
import { markOverdue } from "./overdue.js";
import { showSimilar } from "./similar.js";
import { boxTables } from "./tables.js";

const READ_AFTER_SECONDS = 30;
const SAID_MS = 8000;
// Types of pages that help in a deal.
const SOLD_WITH = new Set(
  "battlecard case-study deck e-book email-template guide objection page playbook product-sheet sequence white-paper".split(
    " ",
  ),
);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const article = document.querySelector("[data-page-id]");
const opened = recordOpen();
let silence = 0;

export async function recordUse(kind) {
  const open = await opened;
  if (open) await sendJson("POST", `/opens/${open.id}/uses`, { kind }).catch(() => null);
}

// An open that can't be recorded must not disturb whoever reads.
async function recordOpen() {
  const from = new URLSearchParams(location.search).get("from");
  const search_id = from && UUID.test(from) ? from : null;
  try {
    return await sendJson("POST", "/opens", { page_id: article.dataset.pageId, search_id });
  } catch {
    return null;
  } finally {
    if (from !== null) forgetSearch();
  }
}

function forgetSearch() {
  const address = new URL(location.href);
  address.searchParams.delete("from");
  history.replaceState(history.state, "", address);
}

function watchReading() {
  let seconds = 0;
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") seconds += 1;
    if (seconds < READ_AFTER_SECONDS) return;
    clearInterval(timer);
    recordUse("read");
  }, 1000);
}

function warnIfOverdue() {
  const note = document.querySelector("[data-verified-until]");
  if (!note || note.dataset.verifiedUntil >= today()) return;
  note.textContent = `Review overdue since ${sayDay(note.dataset.verifiedUntil)}`;
  note.classList.add("rp-overdue");
}

// The library's taxonomy says what others are called.
function nameLanguages() {
  for (const code of document.querySelectorAll(".rp-facts [data-language]"))
    code.textContent = nameLanguage(code.textContent);
}

// What an e-mail template can do; nothing for other pages, and for one without a message.
async function loadTypeTools() {
  const type = article.dataset.pageType;
  if (type === "lesson") (await import("../training/lesson.js")).offerReading(article);
  if (type === "course") (await import("../training/course.js")).showCourse(article);
  if (type === "sequence") (await import("../sending/start.js")).offerStart(article, signedIn);
  if (type !== "email-template") return null;
  return (await import("./email.js")).offerCopy(article, signedIn, () => recordUse("copied"), say);
}

// What a deck can do as slides; nothing for other pages.
async function loadDeck() {
  if (article.dataset.pageType !== "deck") return null;
  return (await import("../deck/deck.js")).offerDeck(article);
}

// One line for all that one does with the page, where it moves nothing; a warning stays until something else is said.
function say(text, kind = "good") {
  const said = document.querySelector(".rp-page-said");
  if (!said) return;
  clearTimeout(silence);
  fill(said, text || null);
  said.classList.toggle("rp-note--good", kind === "good");
  said.classList.toggle("rp-note--info", kind === "info");
  if (text && kind === "good") silence = setTimeout(() => fill(said), SAID_MS);
}

function offerActions(email, deck) {
  const head = document.querySelector(".rp-page-head");
  if (!head) return null;
  const { title, owner, edit } = head.dataset;
  /** @type {HTMLElement | null} */
  const facts = head.querySelector(".rp-facts");
  const audience = facts?.dataset.audience;
  const { pageId: id, pageType: type } = article.dataset;
  const page = { id, type, title, owner, edit, audience, email, deck, me: signedIn, recordUse, say, feedback: null };
  showActions(page, head.querySelector(".rp-page-actions"));
  return page;
}

// For whoever is to find a page against the clock.
async function offerFound() {
  if (isFinding()) (await import("../finding/found-bar.js")).showFoundBar(article, article.dataset.pageId);
}

// Comes last: whoever reads needs everything else first.
async function loadFacts() {
  const me = await signedIn;
  if (me && SOLD_WITH.has(article.dataset.pageType)) (await import("./deals.js")).offerDeals(article, me);
  if (me) (await import("./facts.js")).showPageFacts(article, me, page);
}

watchReading();
warnIfOverdue();
markOverdue(article);
nameLanguages();
offerFound();
const tools = loadTypeTools();
const deck = loadDeck();
const page = offerActions(tools, deck);
Promise.allSettled([tools, deck]).finally(() => boxTables(article));
if (!article.hasAttribute("data-is-first")) showSimilar(article);
loadFacts();
