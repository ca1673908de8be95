// The career path: what one's job asks by when, and what the jobs ask that may come next, beside how one stands.

import { readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { makeBadge, one } from "./standing.js";

export function makeCareer() {
  const place = make("div");
  load(place);
  return make("section", {}, make("h2", {}, "Career path"), place);
}

async function load(place) {
  try {
    const { items } = await readJson("/jobs");
    show(place, items);
  } catch (error) {
    showProblem(place, error, () => load(place));
  }
}

function show(place, jobs) {
  if (!jobs.length) return fill(place, make("p", { class: "rp-empty" }, "The library describes no job yet."));
  const own = jobs.find(({ is_own: isOwn }) => isOwn);
  const next = own?.next[0]?.id || own?.page.id || jobs[0].page.id;
  const compared = make("div");
  const select = choice(jobs.map(({ page, is_own: isOwn }) => [page.id, page.title + (isOwn ? " (yours)" : "")]));
  select.value = next;
  select.addEventListener("change", () => compare(compared, select.value));
  compare(compared, next);
  return fill(
    place,
    own ? showWay(own) : make("p", { class: "rp-muted" }, "Nobody has said yet which of these jobs is yours."),
    make("div", { class: "rp-filters rp-filters--wide" }, labelled("Compare yourself with", select)),
    compared,
  );
}

function showWay({ page, next }) {
  const titles = next.map(({ title }) => title).join(" or ");
  return make(
    "p",
    {},
    page.url ? make("a", { href: page.url }, page.title) : page.title,
    next.length ? `, and next perhaps ${titles}.` : ", which leads to no other job of the library.",
  );
}

async function compare(place, id) {
  try {
    const job = await readJson(`/jobs/${encodeURIComponent(id)}`);
    fill(place, showJob(job));
  } catch (error) {
    showProblem(place, error, () => compare(place, id));
  }
}

function showJob({ page, targets, compared, summary }) {
  const rows = compared.map(({ skill, name, standing }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, name),
      make("td", { "data-label": "Asked" }, sayTargets(targets.filter((one) => one.skill === skill))),
      make(
        "td",
        { "data-label": "You" },
        standing.level === null
          ? "not known"
          : `${one(standing.level)}, about ${one(standing.low)} to ${one(standing.high)}`,
      ),
      make("td", {}, makeBadge(standing)),
    ),
  );
  return [
    make(
      "p",
      {},
      page.url ? make("a", { href: page.url }, page.title) : page.title,
      `: ${page.summary || summary || ""}`,
    ),
    scrollingTable(
      `What ${page.title} asks`,
      ["Skill", "Asked", "You", "Against the last target"],
      make("tbody", {}, rows),
    ),
  ];
}

function sayTargets(targets) {
  return targets
    .map(({ level, level_name: name, after_months: months, after_days: days }) => {
      const after = [months && count(months, "month", "months"), days && count(days, "day", "days")].filter(Boolean);
      return `${level} ${name}${after.length ? ` after ${after.join(" and ")}` : ""}`;
    })
    .join("; ");
}
