// References for a deal: who may be asked, who was asked enough, and what came of asking.

import { readJson, sendJson } from "../shared/api.js";
import { badge, choice, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { nameLanguage, sayDay } from "../shared/words.js";
import { showBecause } from "./saying.js";

const HEADS = ["Reference", "Speaks of", "Asked in a year", "Last asked", "Action"];
const ASKED_HEADS = ["Asked", "By", "On", "What came of it", "Action"];
const OUTCOMES = [
  ["open", "Not known yet"],
  ["agreed", "Agreed"],
  ["declined", "Declined"],
];

export async function showReferences(place, view) {
  show(place, view, await readJson(`${view.path}/references`));
}

function show(place, view, { items, asked }) {
  const said = make("div");
  const change = async (method, path, body) => {
    try {
      show(place, view, await sendJson(method, `${view.path}${path}`, body));
    } catch (error) {
      showProblem(said, error);
    }
  };
  fill(
    place,
    said,
    asked.length
      ? scrollingTable(
          "Asked for this deal",
          ASKED_HEADS,
          make(
            "tbody",
            {},
            asked.map((one) => showAsked(one, change)),
          ),
        )
      : null,
    items.length
      ? scrollingTable(
          "References",
          HEADS,
          make(
            "tbody",
            {},
            items.map((one) => showOne(one, change)),
          ),
        )
      : make("p", { class: "rp-empty" }, "Nobody else is known who speaks of what this deal is about."),
  );
}

function showOne(one, change) {
  const { contact_name: name, account, language, note, because, last_asked_on: last } = one;
  const details = [account, language && nameLanguage(language), note].filter(Boolean).join(" · ");
  const ask = button("Note that I asked", `Note that I asked ${name}`, () =>
    change("POST", "/asks", { reference_id: one.id }),
  );
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name, make("div", { class: "rp-hint" }, details)),
    make("td", { "data-label": "Speaks of" }, showBecause(because)),
    make("td", { class: "rp-nowrap", "data-label": "Asked in a year" }, `${one.asked_in_year} of ${one.most_a_year}`),
    make("td", { class: "rp-nowrap", "data-label": "Last asked" }, last ? sayDay(last) : "Never"),
    make("td", { "data-label": "Action" }, one.is_asked_enough ? badge("Asked enough", "expiring") : ask),
  );
}

function showAsked({ id, contact_name: name, account, by, on, outcome }, change) {
  const select = choice(OUTCOMES, { "aria-label": `What came of asking ${name}` });
  select.value = outcome;
  select.addEventListener("change", () => change("PUT", `/asks/${id}`, { outcome: select.value }));
  const undo = button("Take back", `Take back that ${name} was asked`, () => change("DELETE", `/asks/${id}`));
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name, make("div", { class: "rp-hint" }, account)),
    make("td", { "data-label": "By" }, personLink(by.id, by.name)),
    make("td", { class: "rp-nowrap", "data-label": "On" }, sayDay(on)),
    make("td", { "data-label": "What came of it" }, select),
    make("td", { "data-label": "Action" }, undo),
  );
}

function button(text, label, onclick) {
  return make("button", { type: "button", class: "rp-button", "aria-label": label, onclick }, text);
}
