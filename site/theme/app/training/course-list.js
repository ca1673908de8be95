// Every course there is, how somebody stands in each, and a choice of the area.

import { badge, choice, fill, labelled, make } from "../shared/dom.js";
import { labelOf } from "../shared/labels.js";
import { count, KINDS, nameState, sayMinutes } from "../shared/words.js";

export function showCatalogue(courses) {
  const title = make("h2", {}, "All courses");
  if (!courses.length)
    return make("section", {}, title, make("p", { class: "rp-empty" }, "The library has no course yet."));
  const area = choice([["", "All areas"], ...areasOf(courses)]);
  const status = make("p", { class: "rp-status", role: "status" });
  const list = make("ul", { class: "rp-cards" }, courses.map(showItem));
  area.addEventListener("change", () => showArea(area.value));
  return make(
    "section",
    { class: "rp-catalogue" },
    title,
    make("div", { class: "rp-filters" }, labelled("Area", area)),
    status,
    list,
  );

  function showArea(wanted) {
    const chosen = courses.filter((course) => !wanted || course.areas.includes(wanted));
    fill(list, chosen.map(showItem));
    fill(
      status,
      wanted
        ? `${count(chosen.length, "course")} in ${labelOf("area", wanted)}.`
        : `${count(chosen.length, "course")}.`,
    );
  }
}

function areasOf(courses) {
  const areas = [...new Set(courses.flatMap((course) => course.areas))];
  return areas.map((area) => [area, labelOf("area", area)]).sort(([, one], [, other]) => one.localeCompare(other));
}

function showItem({ page, kind, minutes, areas, standing }) {
  const facts = [
    KINDS[kind] || kind,
    minutes ? sayMinutes(minutes) : "",
    ...areas.map((area) => labelOf("area", area)),
  ];
  return make(
    "li",
    { class: "rp-card" },
    make(
      "div",
      { class: "rp-card__head" },
      make("h3", {}, make("a", { href: page.url }, page.title)),
      standing && badge(nameState(standing.state), standing.state),
    ),
    page.summary && make("p", {}, page.summary),
    make("p", { class: "rp-card__facts" }, facts.filter(Boolean).join(" · ")),
  );
}
