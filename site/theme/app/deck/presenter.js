// What who presents sees in a second window: the slide, the next one, the notes and a timer, in step with the first.

import { fill, make } from "../shared/dom.js";
import { drawSlide, fitSlide } from "./slide.js";
import { Steering } from "./steering.js";

export function openPresenter(deck, place, host) {
  const now = make("div", { class: "rp-presenter__now" });
  const next = make("div", { class: "rp-presenter__next" });
  const notes = make("div", { class: "rp-presenter__notes", lang: deck.lang, tabindex: "0", role: "region" });
  notes.setAttribute("aria-label", "Speaker notes");
  const said = make("p", { class: "rp-stage__place", role: "status" });
  const steering = new Steering(deck.id, deck.slides.length, show);
  const bar = make(
    "div",
    { class: "rp-stage__bar" },
    button("Back", () => steering.go(steering.place - 1)),
    said,
    button("Next", () => steering.go(steering.place + 1)),
    timer(),
  );
  const dialog = make(
    "dialog",
    { class: "rp-stage rp-presenter", lang: "en", "aria-label": `Notes: ${deck.title}` },
    make("div", { class: "rp-presenter__slides" }, now, make("h2", { class: "rp-presenter__head" }, "Next"), next),
    make("div", { class: "rp-presenter__said" }, make("h2", { class: "rp-presenter__head" }, "Notes"), notes),
    bar,
  );

  function show(at) {
    put(now, at);
    if (at + 1 < deck.slides.length) put(next, at + 1);
    else fill(next, make("p", { class: "rp-muted" }, "This is the last slide."));
    const own = deck.slides[at].notes;
    fill(notes, own.length ? own : make("p", { class: "rp-muted" }, "This slide has no notes."));
    notes.scrollTop = 0;
    fill(said, `${at + 1} / ${deck.slides.length}`);
  }

  function put(where, at) {
    const drawn = drawSlide(deck.slides[at], { lang: deck.lang, number: at + 1, count: deck.slides.length });
    fill(where, drawn);
    fitSlide(drawn);
  }

  document.addEventListener("keydown", (event) => steering.press(event) && event.preventDefault());
  // It is a window of its own, which the browser closes.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  host.append(dialog);
  dialog.showModal();
  steering.set(place);
  steering.ask();
}

// Counts from the first moment; it can be stopped and begun anew.
function timer() {
  const shown = make("span", { class: "rp-presenter__time", role: "timer" }, sayTime(0));
  let seconds = 0;
  let begun = performance.now();
  let isRunning = true;
  const stop = button("Pause", () => {
    if (isRunning) seconds += (performance.now() - begun) / 1000;
    begun = performance.now();
    isRunning = !isRunning;
    fill(stop, isRunning ? "Pause" : "Go on");
  });
  const again = button("From zero", () => {
    seconds = 0;
    begun = performance.now();
    tell();
  });
  const tell = () => fill(shown, sayTime(seconds + (isRunning ? (performance.now() - begun) / 1000 : 0)));
  setInterval(tell, 500);
  return make("div", { class: "rp-presenter__timer" }, shown, stop, again);
}

function sayTime(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part) => String(part).padStart(2, "0")).join(":");
}

function button(text, onclick) {
  return make("button", { type: "button", class: "rp-button", onclick }, text);
}
