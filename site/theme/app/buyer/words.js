// What a deck is called, for whom it is, the buyer's logo, and the deal; each is kept once it is typed.

import { sendJson, sendText } from "../shared/api.js";
import { fill, labelled, make } from "../shared/dom.js";

const TYPES = "image/png,image/jpeg,image/webp";

export function makeWords(keeping) {
  const { deck } = keeping;
  const field = (name, isNeeded) => {
    const input = make("input", { type: "text", maxlength: "200", autocomplete: "off", required: isNeeded });
    input.value = deck[name] || "";
    input.addEventListener("change", () => {
      if (input.reportValidity()) keeping.save({ [name]: input.value.trim() || null });
    });
    return input;
  };
  const logo = make("div", { class: "rp-buyer-logo" });
  const file = make("input", { type: "file", accept: TYPES });
  const path = `${keeping.path}/logo`;
  file.addEventListener("change", async () => {
    const [picture] = file.files;
    if (!picture) return;
    const bytes = await picture.arrayBuffer();
    file.value = "";
    keeping.enqueue((match) => sendText("PUT", path, bytes, { type: picture.type || "image/png", match }));
  });
  const off = () => keeping.enqueue((match) => sendJson("DELETE", path, undefined, { match }));
  const element = make(
    "div",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("The buyer's company", field("buyer", true)),
      labelled("Title", field("title", true)),
      labelled("Deal (if there is one)", field("deal", false), "Its id in the CRM."),
      labelled("The buyer's logo", file, "PNG, JPEG or WebP, at most 500 kB."),
    ),
    logo,
  );
  return { element, show };

  // The version in the address makes the browser show the last one.
  function show({ logo_url: url, version, buyer }) {
    const picture = url && make("img", { src: `${url}?${version}`, alt: `Logo of ${buyer}` });
    const button = make("button", { type: "button", class: "rp-button", onclick: off }, "Take the logo off");
    fill(logo, url ? [picture, button] : null);
  }
}
