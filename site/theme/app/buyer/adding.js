// Adds slides: pages that may be sent are searched for while somebody types, and their slides ticked.

import { readDeck } from "../deck/answered.js";
import { drawSlide, fitSlide } from "../deck/slide.js";
import { readJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { count, nameType } from "../shared/words.js";

const PAUSE_MS = 150;
const HITS = 8;

// `has` tells whether a slide is in the deck already, `add` is told those that come; `open` shows the slides of a page.
export function makeAdding({ has, add }) {
  const box = make("input", { type: "text", inputmode: "search", maxlength: "200", autocomplete: "off" });
  const hits = make("div");
  const slides = make("div");
  let running = new AbortController();
  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  const form = make(
    "form",
    { class: "rp-form", role: "search", "aria-label": "Pages to take slides of" },
    labelled("A deck, or any page that may be sent", box, "Type some of its title, and choose it."),
    make("p", { class: "rp-actions" }, make("button", { type: "submit", class: "rp-button" }, "Search")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  const element = make("section", { class: "rp-adding" }, make("h2", {}, "Add slides"), form, hits, slides);
  return { element, open };

  async function search() {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    const { signal } = running;
    if (!box.value.trim()) return fill(hits);
    const asked = new URLSearchParams({ q: box.value, audience: "customer", typing: "true", limit: String(HITS) });
    try {
      const { items } = await readJson(`/search?${asked}`, { signal });
      if (!signal.aborted) showHits(items);
    } catch (error) {
      if (!signal.aborted) showProblem(hits, error, search);
    }
  }

  function showHits(items) {
    const rows = items.map((page) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", class: "rp-button", lang: page.language, onclick: () => open(page.id) },
          page.title,
        ),
        " ",
        make("span", { class: "rp-muted" }, nameType(page.type)),
      ),
    );
    const none = make("p", { class: "rp-empty" }, "No page that may be sent has these words.");
    fill(hits, rows.length ? make("ul", { class: "rp-items" }, rows) : none);
  }

  async function open(pageId) {
    try {
      const deck = await readDeck(`/content/${encodeURIComponent(pageId)}/slides?for_buyer=true`);
      fill(hits);
      showSlides(deck);
    } catch (error) {
      showProblem(slides, error, () => open(pageId));
    }
  }

  function showSlides(deck) {
    const page = { id: deck.id, title: deck.title, url: null, language: deck.lang };
    const ticks = deck.slides.map((slide, at) => makeTick(deck, slide, at, has({ page, anchor: slide.anchor })));
    const button = make("button", { type: "submit", class: "rp-button rp-button--main" });
    const all = make("button", { type: "button", class: "rp-button", onclick: tickAll }, "All of them");
    const chosen = () => ticks.filter(({ input }) => input.checked && !input.disabled);
    const tell = () => {
      fill(button, `Add ${count(chosen().length, "slide")}`);
      button.disabled = !chosen().length;
    };
    const legend = make("legend", { tabindex: "-1", lang: deck.lang }, deck.title);
    const list = make(
      "fieldset",
      { class: "rp-picks" },
      legend,
      ticks.map(({ element: one }) => one),
    );
    const picks = make("form", { onchange: tell }, list, make("p", { class: "rp-actions" }, button, all));
    picks.addEventListener("submit", (event) => {
      event.preventDefault();
      const taken = chosen().map(({ slide }) => ({
        page,
        anchor: slide.anchor,
        title: slide.title,
        is_hidden: false,
        state: "current",
        reason: null,
      }));
      fill(slides);
      box.focus();
      add(taken);
    });
    fill(slides, picks);
    for (const { drawn } of ticks) fitSlide(drawn);
    tell();
    legend.focus();

    function tickAll() {
      for (const { input } of ticks) input.checked = true;
      tell();
    }
  }
}

function makeTick(deck, slide, at, isThere) {
  const input = make("input", { type: "checkbox", checked: isThere, disabled: isThere });
  const drawn = drawSlide(slide, { lang: deck.lang, number: at + 1, count: deck.slides.length });
  const words = make("span", { lang: deck.lang }, slide.title);
  const element = make(
    "div",
    { class: "rp-pick" },
    make("div", { class: "rp-stage__small", "aria-hidden": "true", inert: true }, drawn),
    make("label", {}, input, " ", words, isThere ? " (in the deck)" : null),
  );
  return { element, input, slide, drawn };
}
