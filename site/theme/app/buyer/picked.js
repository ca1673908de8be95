// The slides of a deck in their order: each with its page and how it stands, moved, hidden and taken out.

import { badge, fill, make } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";

const STATES = {
  changed: ["Changed", "expiring"],
  expired: ["Review overdue", "overdue"],
  gone: ["Not there any more", "overdue"],
  withheld: ["Not for buyers", "overdue"],
};

// `change` is told the slides as they shall be; without it they can only be read. `say` tells what was done.
/** @param {((slides: any[]) => void) | null} change @param {(text: string) => void} [say] */
export function makePicked(change, say = () => {}) {
  let slides = [];
  const list = make("ol", { class: "rp-picked", "aria-label": "Slides of this deck" });
  const empty = make("p", { class: "rp-empty" }, "No slide yet: the cover alone. Add slides below.");
  list.addEventListener("keydown", press);
  return { element: make("div", {}, list, empty), show };

  function show(deck) {
    slides = deck.slides;
    /** @type {HTMLElement | null} */
    const focused = document.activeElement?.closest(".rp-picked [data-act]");
    const at = focused ? [focused.dataset.key, focused.dataset.act] : null;
    fill(
      list,
      slides.map((slide, place) => makeRow(slide, place)),
    );
    list.hidden = !slides.length;
    empty.hidden = slides.length > 0;
    if (at) focus(at[0], at[1]);
  }

  function makeRow(slide, place) {
    const { page, state, reason } = slide;
    const why = reason || (state === "expired" ? `The page was to be reviewed by ${sayDay(slide.verified_until)}` : "");
    const source = page.url
      ? make("a", { href: `${page.url}#${slide.anchor}`, lang: page.language }, page.title)
      : page.title || page.id;
    return make(
      "li",
      { class: `rp-card${slide.is_hidden ? " rp-picked--hidden" : ""}` },
      make(
        "div",
        { class: "rp-picked__words" },
        make("h3", { lang: page.language }, slide.title, " "),
        make(
          "p",
          { class: "rp-muted" },
          source,
          slide.is_hidden ? " · hidden" : null,
          " ",
          STATES[state] ? badge(...STATES[state]) : null,
        ),
        why ? make("p", { class: "rp-muted" }, sentence(why)) : null,
      ),
      change ? make("p", { class: "rp-actions" }, makeTools(slide, place)) : null,
    );
  }

  function makeTools(slide, place) {
    const tool = (act, label, text, onclick, disabled = false) =>
      make(
        "button",
        {
          type: "button",
          class: "rp-button",
          "data-key": keyOf(slide),
          "data-act": act,
          "aria-label": `${label}: ${slide.title}`,
          disabled,
          onclick,
        },
        text,
      );
    return [
      tool("up", "Move up", "↑", () => move(place, -1), place === 0),
      tool("down", "Move down", "↓", () => move(place, 1), place === slides.length - 1),
      tool("hide", slide.is_hidden ? "Show" : "Hide", slide.is_hidden ? "Show" : "Hide", () => hide(place)),
      tool("out", "Take out", "Take out", () => takeOut(place)),
    ];
  }

  function move(place, step) {
    const to = place + step;
    if (to < 0 || to >= slides.length) return;
    const moved = [...slides];
    const [slide] = moved.splice(place, 1);
    moved.splice(to, 0, slide);
    change(moved);
    focus(keyOf(slide), step < 0 ? "up" : "down");
    say(`“${slide.title}” is slide ${to + 1} of ${moved.length} now.`);
  }

  function hide(place) {
    const slide = slides[place];
    const changed = slides.map((one) => (one === slide ? { ...one, is_hidden: !one.is_hidden } : one));
    change(changed);
    say(slide.is_hidden ? `“${slide.title}” is shown again.` : `“${slide.title}” is hidden.`);
  }

  function takeOut(place) {
    const [slide, next] = [slides[place], slides[place + 1] || slides[place - 1]];
    change(slides.filter((one) => one !== slide));
    if (next) focus(keyOf(next), "out");
    say(`“${slide.title}” is taken out.`);
  }

  // With Alt the arrows move the slide itself.
  function press(event) {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : 0;
    const key = event.target.closest("[data-key]")?.dataset.key;
    const place = slides.findIndex((slide) => keyOf(slide) === key);
    if (!step || place < 0) return;
    event.preventDefault();
    move(place, step);
  }

  // The button that was pressed has the focus again; at an end of the list it is the one beside it.
  function focus(key, act) {
    const buttons = [...list.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === key);
    const wanted = buttons.find((one) => one.dataset.act === act && !one.disabled);
    (wanted || buttons.find((one) => !one.disabled))?.focus();
  }
}

export function keyOf({ page, anchor }) {
  return `${page.id}#${anchor}`;
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replaceAll("`", "")}.`;
}
