// Parts of the session: side by side on a desk; on a phone one at a time, chosen with a thumb at the bottom.

import { fill, make } from "../shared/dom.js";

// `parts` are of a name, a label and an element; those without an element aren't there.
export function makeTabs(parts, chosen) {
  const there = parts.filter(({ element }) => element);
  const panels = there.map(({ name, element }) => make("div", { class: "rp-panel", "data-part": name }, element));
  const buttons = there.map(({ name, label }) =>
    make("button", { type: "button", class: "rp-tabs__tab", onclick: () => turn(name) }, label),
  );
  const [left, right] = [false, true].map((isAside) =>
    make(
      "div",
      { class: `rp-parts__column${isAside ? " rp-parts__column--aside" : ""}` },
      panels.filter((_, place) => Boolean(there[place].isAside) === isAside),
    ),
  );
  const element = make("div", { class: "rp-parts" });
  fill(element, left, right, make("nav", { class: "rp-tabs", "aria-label": "Parts of the session" }, buttons));
  choose(there.some(({ name }) => name === chosen) ? chosen : there[0].name);
  return element;

  function turn(name) {
    choose(name);
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${name}`);
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView();
  }

  function choose(name) {
    there.forEach((part, place) => {
      panels[place].classList.toggle("rp-panel--chosen", part.name === name);
      if (part.name === name) buttons[place].setAttribute("aria-current", "true");
      else buttons[place].removeAttribute("aria-current");
    });
  }
}
