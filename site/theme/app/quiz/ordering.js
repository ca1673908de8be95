// Steps to put into an order, with two buttons each: works by keyboard, by touch and for who can't see the list.

import { fill, make } from "../shared/dom.js";

// `answer` holds positions of `options`, null for who hasn't moved a step yet; `changed` is told of each move.
export function showOrdering({ options }, answer, changed) {
  const places = isOrder(answer, options) ? answer : options.map((_, place) => place);
  const status = make("p", { class: "rp-unseen", role: "status" });
  const list = make(
    "ol",
    { class: "rp-steps" },
    places.map((place) => showStep(options[place], place)),
  );
  let isMoved = answer !== null;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) move(button.closest("li"), button.dataset.move);
  });
  markEnds();
  return {
    nodes: [list, status],
    read: () => (isMoved ? [...list.children].map((step) => Number(step.dataset.place)) : null),
  };

  // Its neighbour is put past a step, so that the button that was pressed keeps the focus.
  function move(step, way) {
    const neighbour = way === "up" ? step.previousElementSibling : step.nextElementSibling;
    if (neighbour && way === "up") step.after(neighbour);
    if (neighbour && way === "down") step.before(neighbour);
    if (neighbour) isMoved = true;
    markEnds();
    const at = [...list.children].indexOf(step) + 1;
    fill(
      status,
      neighbour
        ? `${textOf(step)}: now ${at} of ${options.length}.`
        : `${textOf(step)} is ${way === "up" ? "first" : "last"} already.`,
    );
    if (neighbour) changed();
  }

  function markEnds() {
    for (const step of list.children) {
      const [up, down] = step.querySelectorAll("button");
      up.setAttribute("aria-disabled", String(!step.previousElementSibling));
      down.setAttribute("aria-disabled", String(!step.nextElementSibling));
    }
  }
}

function showStep(text, place) {
  return make(
    "li",
    { "data-place": place },
    make("span", { class: "rp-steps__text" }, text),
    make("span", { class: "rp-steps__moves" }, moveButton("up", "↑", text), moveButton("down", "↓", text)),
  );
}

function moveButton(way, arrow, text) {
  return make(
    "button",
    { type: "button", class: "rp-button", "data-move": way, "aria-label": `Move ${way}: ${text}` },
    make("span", { "aria-hidden": "true" }, arrow),
  );
}

function textOf(step) {
  return step.querySelector(".rp-steps__text").textContent;
}

function isOrder(answer, options) {
  return (
    Array.isArray(answer) &&
    answer.length === options.length &&
    new Set(answer).size === options.length &&
    answer.every((place) => place in options)
  );
}
