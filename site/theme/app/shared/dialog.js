// A dialog over the page, closed by its button, by Escape or by a click beside it.

import { make } from "./dom.js";

let made = 0;

// The browser gives the focus back to the button when the dialog closes.
export function openDialog(button, heading, title, body) {
  const head = make("h2", { id: `dialog-${(made += 1)}`, tabindex: "-1", autofocus: true }, heading);
  const close = make("button", { type: "button", class: "rp-button", onclick: () => dialog.close() }, "Close");
  const dialog = make(
    "dialog",
    { class: "rp-dialog", lang: "en", "aria-labelledby": head.id, onclose: () => dialog.remove() },
    make("div", { class: "rp-dialog__head" }, head, close),
    make("p", { class: "rp-dialog__title" }, title),
    body,
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  button.closest(".md-typeset").append(dialog);
  dialog.showModal();
}
