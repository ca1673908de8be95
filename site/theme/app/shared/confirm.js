// Asks once more before something is done that can't simply be done again.

import { openDialog } from "./dialog.js";
import { make, showProblem } from "./dom.js";

// Opens over the page at `button`; `act` is done on `yes`, may fail, and closes the dialog by what it is given.
/** @param {HTMLElement} button @param {{ heading: string, title: string, text: string, yes: string, no: string }} words @param {(close: () => void) => Promise<any>} act */
export function confirmFirst(button, { heading, title, text, yes, no }, act) {
  const trouble = make("div");
  const close = () => trouble.closest("dialog").close();
  const confirm = make("button", { type: "button", class: "rp-button rp-button--main" }, yes);
  confirm.addEventListener("click", async () => {
    confirm.disabled = true;
    try {
      await act(close);
    } catch (error) {
      confirm.disabled = false;
      showProblem(trouble, error);
    }
  });
  openDialog(
    button,
    heading,
    title,
    make(
      "div",
      { class: "rp-dialog__body" },
      make("p", {}, text),
      make(
        "p",
        { class: "rp-actions" },
        confirm,
        make("button", { type: "button", class: "rp-button", onclick: close }, no),
      ),
      trouble,
    ),
  );
}
