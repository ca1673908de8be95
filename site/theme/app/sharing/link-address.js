// A link's address, to copy, and to look at as the buyer will.

import { copyButton } from "../shared/copying.js";
import { make } from "../shared/dom.js";

export function makeAddress(link) {
  const field = make("input", { type: "text", readonly: true, value: link.url, "aria-label": "The buyer's link" });
  field.addEventListener("focus", () => field.select());
  return make(
    "div",
    { class: "rp-link-address" },
    field,
    copyButton("Copy", link.url, { "aria-label": `Copy the link for ${link.contact_name}` }),
    make("a", { class: "rp-button", href: link.url, target: "_blank", rel: "noopener" }, "See it as the buyer"),
  );
}
