// The pages about a team's training; those that share the filters hand them on.

import { make } from "../shared/dom.js";

const PAGES = [
  ["my-team", "Overview", true],
  ["training-matrix", "Matrix", true],
  ["assignments", "Assignments", false],
];

export function makeTeamNav(here) {
  const links = PAGES.map(([page, label]) =>
    make("a", { href: `/app/${page}/`, "aria-current": page === here && "page" }, label),
  );
  return {
    element: make(
      "nav",
      { class: "rp-subnav", "aria-label": "My team" },
      make(
        "ul",
        {},
        links.map((link) => make("li", {}, link)),
      ),
    ),
    handOn: (query) =>
      PAGES.forEach(([page, , isFiltered], at) => {
        if (isFiltered) links[at].href = `/app/${page}/${query.size ? `?${query}` : ""}`;
      }),
  };
}
