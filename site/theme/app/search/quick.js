// Where a search may begin without a word: the types of pages that people look for most.

import { make } from "../shared/dom.js";
import { nameType } from "../shared/words.js";

const QUICK = ["email-template", "case-study", "battlecard", "playbook", "objection", "product-sheet", "deck", "guide"];

function plural(name) {
  return name.endsWith("y") ? `${name.slice(0, -1)}ies` : `${name}s`;
}

// Links, so that they can be opened beside this page; `choose` is told which was followed here.
export function quickFilters(choose) {
  return make("nav", { "aria-label": "Begin with" }, make("ul", { class: "rp-quick" }, QUICK.map(showType)));

  function showType(value) {
    const follow = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      choose({ name: "type", value });
    };
    const href = `?${new URLSearchParams({ type: value })}`;
    return make("li", {}, make("a", { class: "rp-button", href, onclick: follow }, plural(nameType(value))));
  }
}
