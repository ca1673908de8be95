// What may help when a search wasn't what was wanted: another spelling, one condition less, other words.

import { make } from "../shared/dom.js";
import { sayCondition, sayFilter } from "../shared/labels.js";
import { count } from "../shared/words.js";
import { filtersOf, withFilter, withoutHint } from "./asked.js";

// `change` is told how to ask for something else.
export function hintsFor(found, asked, change) {
  return [
    found.is_reduced &&
      make(
        "p",
        { class: "rp-note rp-note--info" },
        "The search is being rebuilt. For the moment it looks at titles only.",
      ),
    found.did_you_mean && didYouMean(found, change),
    found.named.length > 0 && offerFilters(found.named, change),
    !found.total && nothingFound(found, asked, change),
  ];
}

function didYouMean({ did_you_mean: words, did_you_mean_query: query }, change) {
  const again = () => change((asked) => ({ ...asked, words: query }));
  return make(
    "p",
    { class: "rp-meant" },
    "Did you mean ",
    make("button", { type: "button", class: "rp-link-button", onclick: again }, words),
    "?",
  );
}

// Words that name a type or another filter already lift it; here they may become the filter.
function offerFilters(named, change) {
  return make(
    "p",
    { class: "rp-offers" },
    "Only ",
    named.map((filter) =>
      offer(filter, () => change((asked) => withFilter({ ...asked, words: filter.query }, filter))),
    ),
  );
}

function offer(filter, choose) {
  const text = sayFilter(filter);
  return make(
    "button",
    { type: "button", class: "rp-chip", "aria-label": `Show only ${text}`, onclick: choose },
    make("span", { class: "rp-chip__cross", "aria-hidden": "true" }, "+"),
    text,
  );
}

function nothingFound(found, asked, change) {
  if (found.advice) return make("div", { class: "rp-empty" }, make("p", {}, found.advice));
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

function looser(hint, change) {
  const { total } = hint;
  const are = total === 1 ? "is" : "are";
  return make(
    "button",
    { type: "button", class: "rp-button", onclick: () => change((asked) => withoutHint(asked, hint)) },
    `Without ${sayCondition(hint)} there ${are} ${count(total, "page")}`,
  );
}
