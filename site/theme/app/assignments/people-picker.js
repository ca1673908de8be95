// Chooses people by name: a box to type in, the names that fit, and those that were chosen on top.

import { fill, labelled, make } from "../shared/dom.js";
import { count } from "../shared/words.js";

const SHOWN = 60;

// `first` is the id of somebody who is chosen already.
export function makePeoplePicker(people, legend, first = "") {
  const picker = {
    people,
    chosen: new Set(people.filter(({ id }) => id === first).map(({ id }) => id)),
    box: make("input", { type: "search", autocomplete: "off", spellcheck: "false" }),
    list: make("div", { class: "rp-people", tabindex: "0", role: "group", "aria-label": "Names" }),
    status: make("p", { class: "rp-hint", role: "status" }),
  };
  picker.box.addEventListener("input", () => show(picker));
  // What is typed to find a name changes nothing that is chosen.
  picker.box.addEventListener("input", (event) => event.stopPropagation());
  picker.box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  show(picker);
  return {
    element: make(
      "fieldset",
      { class: "rp-picker" },
      make("legend", {}, legend),
      labelled("Find a name", picker.box),
      picker.list,
      picker.status,
    ),
    ids: () => [...picker.chosen],
    clear: () => {
      picker.chosen.clear();
      picker.box.value = "";
      show(picker);
    },
  };
}

function show(picker) {
  const words = plain(picker.box.value).split(/\s+/).filter(Boolean);
  const isChosen = (person) => picker.chosen.has(person.id);
  const fits = (person) => words.every((word) => plain(`${person.name} ${person.team_name || ""}`).includes(word));
  const found = picker.people.filter((person) => !isChosen(person) && fits(person));
  fill(
    picker.list,
    [...picker.people.filter(isChosen), ...found.slice(0, SHOWN)].map((person) => showPerson(picker, person)),
  );
  say(picker, found.length);
}

function say(picker, found) {
  const chosen = picker.chosen.size ? `${count(picker.chosen.size, "person", "people")} chosen.` : "";
  const more = found > SHOWN ? ` ${(found - SHOWN).toLocaleString("en-GB")} more fit; type more of the name.` : "";
  fill(picker.status, `${chosen}${more}`.trim() || (found ? "" : "Nobody has this name."));
}

function showPerson(picker, person) {
  const box = make("input", { type: "checkbox", value: person.id, checked: picker.chosen.has(person.id) });
  box.addEventListener("change", () => {
    if (box.checked) picker.chosen.add(person.id);
    else picker.chosen.delete(person.id);
    fill(picker.status, picker.chosen.size ? `${count(picker.chosen.size, "person", "people")} chosen.` : "");
  });
  return make(
    "label",
    { class: "rp-option" },
    box,
    make("span", {}, person.name, person.team_name ? make("small", {}, ` ${person.team_name}`) : null),
  );
}

// Names are found without their accents too.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
}
