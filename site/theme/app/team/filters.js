// The filters of a manager's pages: as of which day, which team, area, skill and course. The address keeps them.

import { choice, fill, labelled, make } from "../shared/dom.js";
import { keepInAddress } from "../shared/segments.js";
import { today } from "../shared/words.js";
import { readCourses, readTeams, readTopics } from "./choices.js";

const SELECTS = {
  team_id: ["Team", "All teams"],
  area: ["Area", "All areas"],
  skill: ["Skill", "All skills"],
  course_id: ["Course", "All courses"],
};
const OFFERS = {
  team_id: async () => (await readTeams()).map(({ id, name }) => [id, name]),
  area: async () => (await readTopics()).area,
  skill: async () => (await readTopics()).skill,
  course_id: async () => (await readCourses()).map(({ id, title }) => [id, title]),
};

// `change` is called after a choice; `own` returns what else the page keeps in its address.
export function makeFilters({ change, own = () => ({}) }) {
  const asked = new URLSearchParams(location.search);
  const day = make("input", { type: "date", value: asked.get("as_of") || today() });
  const selects = Object.fromEntries(
    Object.entries(SELECTS).map(([name, [, all]]) => [name, makeSelect(asked.get(name), all)]),
  );
  const chosen = { day, selects, asOf: asked.get("as_of") || "", today: today() };
  day.addEventListener("change", () => {
    chosen.asOf = day.value === chosen.today ? "" : day.value;
    change();
  });
  for (const select of Object.values(selects)) select.addEventListener("change", change);
  return {
    element: make(
      "div",
      { class: "rp-filters rp-team-filters" },
      labelled("As of", day),
      Object.entries(SELECTS).map(([name, [label]]) => labelled(label, selects[name])),
    ),
    get asOf() {
      return chosen.asOf;
    },
    // Asks for what there is to choose from.
    offer: () => {
      for (const [name, select] of Object.entries(selects)) offer(select, SELECTS[name][1], OFFERS[name]);
    },
    query: (more = {}) => queryOf({ ...valuesOf(chosen), ...more }),
    // The address of My team's list through these filters, of which some are narrower.
    listOf: (narrower) => `/app/my-team/?${queryOf({ ...valuesOf(chosen), ...own(), ...narrower })}#records`,
    keep: () => keepInAddress({ ...valuesOf(chosen), ...own() }),
    learn: (asOf) => learn(chosen, asOf),
  };
}

function makeSelect(wanted, all) {
  const select = choice([["", all]]);
  if (wanted) select.append(make("option", { value: wanted, selected: true }, "As in the address"));
  return select;
}

// A value that the address asks for stays even if nothing is called so: the answer then says what is wrong with it.
async function offer(select, all, read) {
  const pairs = await read().catch(() => null);
  if (!pairs) return;
  const { value } = select;
  const known = !value || pairs.some(([one]) => one === value);
  fill(
    select,
    [["", all], ...(known ? [] : [[value, "As in the address"]]), ...pairs].map(([one, label]) =>
      make("option", { value: one }, label),
    ),
  );
  select.value = value;
}

function valuesOf({ asOf, selects }) {
  return { as_of: asOf, ...Object.fromEntries(Object.entries(selects).map(([name, select]) => [name, select.value])) };
}

function queryOf(values) {
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) =>
      [value]
        .flat()
        .filter(Boolean)
        .map((one) => [name, one]),
    ),
  );
}

// The company's today may be another day than this place's.
function learn(chosen, asOf) {
  if (chosen.asOf) return;
  chosen.today = asOf;
  chosen.day.value = asOf;
}
