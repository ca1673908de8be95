// A button that asks for a reason before it does what it says.

import { labelled, make } from "../shared/dom.js";

// `send` is given the reason, and tells by itself what went wrong.
export function makeReason({ label, ask, send }) {
  const reason = make("input", { type: "text", required: true, maxlength: "500", pattern: ".*\\S.*" });
  const button = make("button", { type: "submit", class: "rp-button" }, label);
  const form = make("form", { class: "rp-form rp-form--small" }, labelled(ask, reason), button);
  const fold = make("details", { class: "rp-reason" }, make("summary", { class: "rp-button" }, label), form);
  fold.addEventListener("toggle", () => fold.open && reason.focus());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    await send(reason.value);
    button.disabled = false;
  });
  return fold;
}
