// People from a spreadsheet: what its columns are, and what would become of whom.

import { addressOf } from "../shared/api.js";
import { make, scrollingTable } from "../shared/dom.js";
import { makeUpload } from "../uploads/upload.js";
import { namedRow } from "./form.js";

const SHOWN = 200;
const WHAT = { added: "New", changed: "Changed", left: "Leaves", back: "Back" };
const LIST = {
  name: "people",
  path: "/people.csv",
  also: " and also as HR systems call them in English, German, French and Spanish",
  columns: [
    ["email", "yes", "The address by which somebody is known."],
    ["name", "of who is new", "In one column, or in given_name and family_name."],
    ["given_name", "", "The first part of a name."],
    ["family_name", "", "The other part."],
    ["roles", "", "One or more of rep, manager, author, analyst, admin and partner; rep for who is new without any."],
    ["team", "", "A team, by its name."],
    ["manager", "", "An address or a name. Who isn’t managed by them yet goes into their team."],
    ["region", "", "Such as EMEA."],
    ["job", "", "The id or the title of a page that describes a job."],
    ["hired_on", "", "The first day with the company: 2026-05-31. Today for who is new without one."],
    ["on", "", "The day from which team, region and job hold, or from which somebody is back; today without one."],
    ["last_day", "", "The last day of somebody who leaves. They can sign in until it ends."],
  ],
  choices: [["make_teams", "Make teams that aren’t there yet"]],
  example:
    "email,name,roles,team,manager,hired_on,last_day\nada@example.com,Ada Lind,rep,Sales North,max@example.com,2030-01-07,\nmax@example.com,Max Oduya,rep; manager,Sales North,,,\nolga@example.com,,,,,,2030-03-31\n",
  showMore: showOutcomes,
};

// `changed` is told after people were kept.
export function makePeopleUpload(changed) {
  const more = make(
    "p",
    {},
    "An empty cell leaves what is known as it is, and whoever isn’t in the list stays as they are.",
  );
  const all = make("a", { class: "rp-button", download: true, href: addressOf(LIST.path) }, "Everybody as CSV");
  return makeUpload(LIST, [more, make("p", {}, all)], changed);
}

function showOutcomes({ outcomes, teams, created, changed }) {
  if (!outcomes.length) return null;
  const shown = outcomes.slice(0, SHOWN);
  const all = created + changed;
  return [
    teams.length ? make("p", {}, `Teams that aren’t there yet: ${teams.join(", ")}.`) : null,
    scrollingTable(
      "What becomes of whom",
      ["Row", "Person", "What", "Changes"],
      make("tbody", {}, shown.map(showOutcome)),
    ),
    all > shown.length
      ? make(
          "p",
          { class: "rp-muted" },
          `These are the first ${shown.length} of ${all.toLocaleString("en-GB")} people.`,
        )
      : null,
  ];
}

function showOutcome({ row, name, email, what, changes }) {
  const said = changes.map(({ column, before, after }) =>
    make("div", {}, `${column.replaceAll("_", " ")}: ${before ? `${before} → ` : ""}${after ?? "–"}`),
  );
  return namedRow(String(row), { Person: `${name} (${email})`, What: WHAT[what], Changes: said });
}
