// The slides over the whole window: by keys, buttons and fingers, with an overview and in full screen.

import { fill, make } from "../shared/dom.js";
import { drawSlide, fitSlide } from "./slide.js";
import { Steering } from "./steering.js";

// `deck` has `id`, `title`, `lang` and `slides`; `place` counts from 0.
export function openStage(deck, place, host) {
  const view = make("div", { class: "rp-stage__view", tabindex: "-1", autofocus: true });
  const said = make("p", { class: "rp-stage__place", role: "status" });
  const whole = make("div", { class: "rp-stage__whole" }, view);
  const dialog = make("dialog", { class: "rp-stage", lang: "en", "aria-label": `Slides: ${deck.title}` }, whole);
  const steering = new Steering(deck.id, deck.slides.length, show);
  const overviewButton = button("Overview", toggleOverview, { "aria-pressed": "false" });
  const bar = make(
    "div",
    { class: "rp-stage__bar" },
    button("Back", () => steering.go(steering.place - 1)),
    said,
    button("Next", () => steering.go(steering.place + 1)),
    overviewButton,
    button("Notes in a second window", openPresenter, { class: "rp-button rp-stage__wide" }),
    document.fullscreenEnabled && button("Full screen", toggleFullScreen, { class: "rp-button rp-stage__wide" }),
    button("Close", () => dialog.close()),
  );
  whole.append(bar);
  const keys = { o: toggleOverview, f: toggleFullScreen, p: openPresenter };

  function show(at) {
    overviewButton.setAttribute("aria-pressed", "false");
    const drawn = draw(at);
    fill(view, drawn);
    fitSlide(drawn);
    fill(said, `${at + 1} / ${deck.slides.length}`);
    keepAddress(deck.slides[at].anchor);
  }

  function draw(at) {
    return drawSlide(deck.slides[at], { lang: deck.lang, number: at + 1, count: deck.slides.length });
  }

  function toggleOverview() {
    if (overviewButton.getAttribute("aria-pressed") === "true") {
      show(steering.place);
      return view.focus();
    }
    overviewButton.setAttribute("aria-pressed", "true");
    const items = deck.slides.map((slide, at) => {
      const choose = () => {
        steering.go(at);
        view.focus();
      };
      const name = `${at + 1}: ${slide.title}`;
      const link = make("button", { type: "button", class: "rp-stage__choose", "aria-label": name, onclick: choose });
      if (at === steering.place) link.setAttribute("aria-current", "true");
      return make("li", {}, make("div", { class: "rp-stage__small", inert: true }, draw(at)), link);
    });
    const list = make("ol", { class: "rp-stage__overview", "aria-label": "All slides" }, items);
    fill(view, list);
    for (const drawn of list.querySelectorAll(".rp-slide")) fitSlide(drawn);
    /** @type {HTMLElement} */ (list.querySelector("[aria-current]")).focus();
  }

  async function toggleFullScreen() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (document.fullscreenEnabled) await whole.requestFullscreen().catch(() => null);
    fitSlide(view.querySelector(".rp-slide"));
  }

  function openPresenter() {
    const address = new URL(location.href);
    address.searchParams.set("present", "notes");
    const opened = window.open(address, `presenter-${deck.id}`, "popup,width=1100,height=720");
    if (!opened) fill(said, "Your browser blocks the second window. Allow pop-ups here, and try again.");
  }

  function press(event) {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    const isMove = !overviewButton.matches("[aria-pressed=true]") && steering.press(event);
    if (isPlain && !isMove) keys[event.key.toLowerCase()]?.();
    if (isMove) event.preventDefault();
  }

  function end() {
    steering.close();
    removeEventListener("resize", resized);
    document.removeEventListener("keydown", press);
    if (document.fullscreenElement) document.exitFullscreen();
    keepAddress(deck.slides[steering.place].anchor, { isPresenting: false });
    dialog.remove();
  }

  function resized() {
    if (overviewButton.getAttribute("aria-pressed") === "false") show(steering.place);
  }

  // Whatever has the focus: what had it may just have gone with the overview.
  document.addEventListener("keydown", press);
  dialog.addEventListener("close", end);
  addEventListener("resize", resized);
  steering.listenTo(view);
  host.append(dialog);
  dialog.showModal();
  steering.set(place);
  steering.channel.postMessage({ place });
}

// The address leads to the slide that is shown, for whoever it is given to.
function keepAddress(anchor, { isPresenting = true } = {}) {
  const address = new URL(location.href);
  if (isPresenting) address.searchParams.set("present", "1");
  else address.searchParams.delete("present");
  address.hash = anchor;
  history.replaceState(history.state, "", address);
}

function button(text, onclick, attributes = {}) {
  return make("button", { type: "button", class: "rp-button", onclick, ...attributes }, text);
}
