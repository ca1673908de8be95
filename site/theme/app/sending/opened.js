// What buyers opened in the last days, so that somebody can react to it.

import { make } from "../shared/dom.js";
import { sayOpened } from "../sharing/words.js";

export function makeOpened({ items }) {
  if (!items.length) return null;
  return make(
    "section",
    {},
    make("h2", {}, "Opened by buyers"),
    make(
      "ul",
      {},
      items.map((link) =>
        make(
          "li",
          {},
          make("a", { href: `/app/shared/#${link.id}` }, `${link.contact_name}: ${link.title}`),
          ` ${sayOpened(link)}`,
        ),
      ),
    ),
  );
}
