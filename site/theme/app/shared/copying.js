// Buttons that copy a text and say that they did.

import { fill, make } from "./dom.js";

// What was copied is said beside the button, where a screen reader hears it too.
export function copyButton(label, text, attributes = {}) {
  const status = make("span", { class: "rp-copied", role: "status" });
  const button = make(
    "button",
    { type: "button", class: "rp-button", ...attributes, onclick: () => copy(text, status) },
    label,
  );
  return make("span", { class: "rp-copy" }, button, status);
}

async function copy(text, status) {
  fill(status);
  try {
    await navigator.clipboard.writeText(text);
    fill(status, "Copied");
  } catch {
    fill(status, "Your browser doesn't allow copying here; select the text instead");
  }
}
