// Needs in words: what each says, on which day, and who said it, as far as they agreed to be named.

import { make } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";

export function showSaid(said) {
  return make(
    "ul",
    { class: "rp-needs" },
    said.map((one) =>
      make("li", {}, make("span", { class: "rp-said" }, one.text), " ", make("small", {}, sayWho(one))),
    ),
  );
}

function sayWho({ on, source, person, offered_by: offeredBy }) {
  const who =
    source === "feedback"
      ? "a seller on the page"
      : [offeredBy && `offered by ${offeredBy}`, person && `asked by ${person}`].filter(Boolean).join(", ");
  return `${sayDay(on)}, ${who}`;
}
