// One slide as it is drawn, at any size: its letters are as large as it is wide, and smaller where it would overflow.

import { make } from "../shared/dom.js";
import { columnsOf, isPicture } from "./slides.js";

const STEPS = 5;

// `lang` is the deck's; `number` counts from 1.
export function drawSlide(slide, { lang, number, count }) {
  return make(
    "section",
    {
      class: `rp-slide rp-slide--${slide.layout}`,
      lang,
      "aria-roledescription": "slide",
      "aria-label": `${number} of ${count}`,
    },
    make("h2", { class: "rp-slide__title" }, ...copies(slide.heading)),
    make("div", { class: "rp-slide__body" }, ...bodyOf(slide)),
  );
}

// Makes letters smaller until all of the slide is seen; returns whether that was needed. It must stand in the page.
export function fitSlide(drawn) {
  let step = 0;
  while (overflows(drawn) && step < STEPS) {
    drawn.classList.remove(`rp-slide--small-${step}`);
    drawn.classList.add(`rp-slide--small-${(step += 1)}`);
  }
  return step > 0;
}

function overflows(drawn) {
  const body = drawn.querySelector(".rp-slide__body");
  return body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1;
}

function bodyOf({ layout, blocks }) {
  if (layout !== "columns") return copies(blocks);
  const columns = columnsOf(blocks);
  const [above, left, right] = columns || [[], blocks.filter((block) => !isPicture(block)), blocks.filter(isPicture)];
  const both = [left, right].map((column) => make("div", { class: "rp-slide__column" }, ...copies(column)));
  return [...copies(above), make("div", { class: "rp-slide__columns" }, ...both)];
}

function copies(nodes) {
  return nodes.map((node) => (node instanceof Node ? node.cloneNode(true) : node));
}
