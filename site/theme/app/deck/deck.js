// A deck's page: what it offers beside its text, slides that open by its address, and in the preview which are too full.

import { isPreview } from "../shared/api.js";
import { make } from "../shared/dom.js";
import { openDownloads } from "./downloads.js";
import { openPresenter } from "./presenter.js";
import { drawSlide, fitSlide } from "./slide.js";
import { readSlides } from "./slides.js";
import { openStage } from "./stage.js";

export function offerDeck(article) {
  const { pageId: id } = article.dataset;
  const title = article.querySelector("h1")?.textContent.trim() || document.title;
  const deck = { id, title, lang: article.lang, slides: readSlides(article) };
  const host = article.closest(".md-typeset");
  presentIfAsked(deck, host);
  if (isPreview) remarkOnFull(deck, article, host);
  return {
    count: deck.slides.length,
    present: () => openStage(deck, placeOf(deck), host),
    download: (button) => openDownloads(button, title, filesOf(id)),
  };
}

function filesOf(id) {
  const file = `/content/${encodeURIComponent(id)}/deck`;
  return [
    ["PowerPoint to send", `${file}.pptx?notes=false`, "Without speaker notes."],
    ["PowerPoint with my notes", `${file}.pptx`, "For whoever presents; don't send it."],
    ["PDF", `${file}.pdf`, "Without speaker notes."],
  ];
}

// The slides open by themselves where the address says so.
export function presentIfAsked(deck, host) {
  const wanted = new URLSearchParams(location.search).get("present");
  if (deck.slides.length && wanted !== null)
    (wanted === "notes" ? openPresenter : openStage)(deck, placeOf(deck), host);
}

// The slide that the address names, or the first.
function placeOf(deck) {
  const anchor = decodeURIComponent(location.hash.slice(1));
  return Math.max(
    0,
    deck.slides.findIndex((slide) => anchor && slide.anchor === anchor),
  );
}

// Measures each slide as it will be drawn, for the author who writes it.
function remarkOnFull(deck, article, host) {
  const place = make("div", { class: "rp-deck-measure", inert: true });
  host.append(place);
  const full = deck.slides.filter((slide, at) => {
    const drawn = drawSlide(slide, { lang: deck.lang, number: at + 1, count: deck.slides.length });
    place.replaceChildren(drawn);
    return fitSlide(drawn);
  });
  place.remove();
  if (!full.length) return;
  const items = full.map((slide) => make("li", {}, make("a", { href: `#${slide.anchor}` }, slide.title)));
  const heading = make("h2", {}, "Slides that are too full");
  const hint = make(
    "p",
    {},
    "Their letters are made smaller until all of it is seen. Divide them, or say it in notes.",
  );
  const name = "Slides that are too full";
  article.prepend(
    make("aside", { class: "rp-problems", "aria-label": name, lang: "en" }, heading, hint, make("ul", {}, items)),
  );
}
