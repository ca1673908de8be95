// The star of a page: marks it for whoever reads it, to be found again.

import { isPreview, readJson, sendJson } from "../shared/api.js";
import { make, sayProblem } from "../shared/dom.js";

export function starButton(page) {
  if (isPreview) return null;
  const path = `/favourites/${encodeURIComponent(page.id)}`;
  const button = make(
    "button",
    { type: "button", class: "rp-button rp-star", "aria-pressed": "false", onclick: () => toggle(button, path, page) },
    "Favourite",
  );
  // Without an answer, as on plain static hosting, nothing can be kept.
  readJson(path).then(
    ({ at }) => press(button, at !== null),
    () => button.remove(),
  );
  return button;
}

async function toggle(button, path, page) {
  if (button.getAttribute("aria-busy") === "true") return;
  const isMarked = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-busy", "true");
  try {
    await sendJson(isMarked ? "PUT" : "DELETE", path);
    press(button, isMarked);
    page.say(isMarked ? "Added to your favourites." : "Taken from your favourites.");
  } catch (error) {
    page.say(sayProblem(error), "warning");
  }
  button.removeAttribute("aria-busy");
}

function press(button, isMarked) {
  button.setAttribute("aria-pressed", String(isMarked));
}
