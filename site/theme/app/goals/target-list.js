// Targets from a spreadsheet: what its columns are, and the KPIs that they may name.

import { readJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { makeUpload } from "../uploads/upload.js";

const LIST = {
  name: "targets",
  path: "/kpis/targets.csv",
  columns: [
    ["kpi", "yes", "The name or the title of a KPI, from the list below."],
    ["team", "", "A team, by its name. Without a team and an address the target is the company's."],
    ["email", "", "The address of somebody you manage, in place of a team."],
    ["starts_on", "yes", "The first day of its period: 2027-01-01."],
    ["ends_on", "yes", "The last day: 2027-03-31."],
    ["value", "yes", "What is to be reached: 1250000, or of a share 29 %."],
  ],
  example:
    "kpi,team,email,starts_on,ends_on,value\nwon_value,Sales North,,2027-01-01,2027-03-31,1250000\nwin_rate,,ada@example.com,2027-01-01,2027-03-31,29 %\n",
};

// `changed` is told after targets were set.
export function makeTargetList(changed) {
  const title = make("h2", { tabindex: "-1" }, "Upload a list of targets");
  const element = make("section", { class: "rp-card rp-list" }, title, makeUpload(LIST, showKpis(), changed));
  return { element, open: () => title.focus() };
}

function showKpis() {
  const place = make("div", {}, make("p", {}, "Loading…"));
  const read = async () => {
    try {
      const { items } = await readJson("/kpis/definitions");
      fill(place, scrollingTable("Names of KPIs", ["KPI", "kpi", "Counted in"], make("tbody", {}, items.map(showKpi))));
    } catch (error) {
      showProblem(place, error, read);
    }
  };
  read();
  return make("details", { class: "rp-ids" }, make("summary", {}, "The names of the KPIs"), place);
}

function showKpi({ name, title, unit }) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, title),
    make("td", { "data-label": "kpi" }, make("code", {}, name)),
    make("td", { "data-label": "Counted in" }, unit === "share" ? "per cent" : unit),
  );
}
