// What may help when a search wasn't what was wanted: another spelling, one condition less, other words.

import { make } from "../shared/dom.js";
import { sayCondition } from "../shared/labels.js";
import { withWords } from "../shared/query-words.js";
import { count } from "../shared/words.js";
import { filtersOf, withoutHint } from "./asked.js";

// `change` is told how to ask for something else.
export function hintsFor(found, asked, change) {
  return [
    found.is_reduced &&
      make(
        "p",
        { class: "rp-note rp-note--info" },
        "The search is being rebuilt. For the moment it looks at titles only.",
      ),
    found.did_you_mean && didYouMean(found.did_you_mean, change),
    !found.total && nothingFound(found, asked, change),
  ];
}

function didYouMean(words, change) {
  const again = () => change((asked) => ({ ...asked, words: withWords(asked.words, words) }));
  return make(
    "p",
    { class: "rp-meant" },
    "Did you mean ",
    make("button", { type: "button", class: "rp-link-button", onclick: again }, words),
    "?",
  );
}

function nothingFound(found, asked, change) {
  const words = asked.words.trim();
  const tips = ["Try fewer or shorter words.", "Try the word your customer would use."];
  if (filtersOf(asked).length) tips.unshift("Remove a filter.");
  const what = words ? `No page matches “${words}”.` : "No page has all of this.";
  return make(
    "div",
    { class: "rp-empty" },
    make("p", {}, `${what} The search was recorded, so the library's authors see what is missing.`),
    found.relaxed.length > 0 &&
      make(
        "ul",
        { class: "rp-looser" },
        found.relaxed.map((hint) => make("li", {}, looser(hint, change))),
      ),
    !found.relaxed.length &&
      make(
        "ul",
        {},
        tips.map((tip) => make("li", {}, tip)),
      ),
  );
}

function looser({ without, total }, change) {
  const are = total === 1 ? "is" : "are";
  return make(
    "button",
    { type: "button", class: "rp-button", onclick: () => change((asked) => withoutHint(asked, without)) },
    `Without ${sayCondition(without)} there ${are} ${count(total, "page")}`,
  );
}
