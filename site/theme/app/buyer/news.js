// What became of a deck's slides since they were taken: said above them, looked at, and accepted.

import { readDeck } from "../deck/answered.js";
import { drawSlide, fitSlide } from "../deck/slide.js";
import { sendJson } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";

// `keeping` is nothing for who only reads the deck.
export function makeNews(deck, keeping) {
  const { changed, gone, withheld, expired } = deck.counts;
  const them = (number) => (number === 1 ? "it" : "them");
  const lines = [
    changed && [
      `${count(changed, "slide")} changed since you took ${them(changed)}.`,
      "The buyer gets what the page says now: look, and accept it.",
    ],
    gone && [
      `${count(gone, "slide")} can't be found any more, and the buyer doesn't get ${them(gone)}.`,
      `Take ${them(gone)} out, and add what took the place.`,
    ],
    withheld && [
      `${count(withheld, "slide")} may not go to a buyer any more, and the buyer doesn't get ${them(withheld)}.`,
    ],
    expired && [
      `${count(expired, "slide")} of a page whose review is overdue.`,
      `Ask its owner before you send ${them(expired)}.`,
    ],
  ].filter(Boolean);
  if (!lines.length) return null;
  const look = make("button", { type: "button", class: "rp-button" }, "Look at what changed");
  look.addEventListener("click", () => openChanged(look, deck, keeping));
  return make(
    "div",
    { class: "rp-note" },
    lines.map((line) => make("p", {}, line.join(" "))),
    changed ? make("p", { class: "rp-actions" }, look) : null,
  );
}

function openChanged(button, deck, keeping) {
  const place = make("div");
  const said = make("div");
  const accept = make("button", { type: "button", class: "rp-button rp-button--main" }, "Accept what they say now");
  const changed = deck.slides.filter(({ state }) => state === "changed");
  accept.addEventListener("click", () => {
    const slides = changed.map(({ page, anchor, text_hash }) => ({ page_id: page.id, anchor, text_hash }));
    keeping.enqueue((match) => sendJson("POST", `/sending/decks/${deck.id}/accepted`, { slides }, { match }));
    accept.closest("dialog").close();
  });
  const tools = keeping ? make("p", { class: "rp-actions" }, accept) : null;
  openDialog(button, "What changed", deck.title, make("div", { class: "rp-dialog__body" }, place, tools, said));
  show(place, changed).catch((error) => showProblem(said, error));
}

async function show(place, changed) {
  const ids = [...new Set(changed.map(({ page }) => page.id))];
  const read = ids.map((id) => readDeck(`/content/${encodeURIComponent(id)}/slides?for_buyer=true`));
  const decks = Object.fromEntries((await Promise.all(read)).map((deck, at) => [ids[at], deck]));
  const drawn = changed.flatMap(({ page, anchor }) => {
    const { slides, lang } = decks[page.id];
    const at = slides.findIndex((slide) => slide.anchor === anchor);
    return at < 0 ? [] : [drawSlide(slides[at], { lang, number: at + 1, count: slides.length })];
  });
  fill(
    place,
    drawn.map((slide) => make("div", { class: "rp-stage__small" }, slide)),
  );
  for (const slide of drawn) fitSlide(slide);
}
