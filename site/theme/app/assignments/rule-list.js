// What was assigned so far, newest first: whom it reaches, how many are done, and a button that ends it.

import { readJson, sendJson } from "../shared/api.js";
import { confirmFirst } from "../shared/confirm.js";
import { badge, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count, daysFrom, sayDate, sayDay, today } from "../shared/words.js";
import { readCourses, readPaths } from "../team/choices.js";
import { namesGroup } from "./assign-fields.js";

const FIRST = "/training/assignments?limit=20";
const FOR_ALL =
  "Nobody has to do it any more, unless something else asks it of them. What people have completed, and how far they came, stays in their records.";
const FOR_MINE =
  "Your people, and whoever joins them later, no longer have to do it, unless something else asks it of them. What they have completed, and how far they came, stays in their records. Everybody else keeps it.";

export function makeRuleList() {
  const list = {
    body: make("tbody"),
    place: make("div"),
    trouble: make("div"),
    said: make("p", { class: "rp-status", role: "status", tabindex: "-1" }),
    pages: new Map(),
    next: null,
    turn: 0,
    more: make(
      "button",
      { type: "button", class: "rp-button", hidden: true, onclick: () => load(list, list.next) },
      "Show more",
    ),
  };
  return {
    element: make("div", {}, list.said, list.place, list.trouble, make("p", { class: "rp-actions" }, list.more)),
    load: () => load(list, FIRST),
  };
}

async function load(list, path) {
  const asking = (list.turn += 1);
  list.more.disabled = true;
  try {
    const [answer, courses, paths] = await Promise.all([readJson(path), readCourses(), readPaths()]);
    if (asking !== list.turn) return;
    list.pages = new Map([...courses, ...paths].map((page) => [page.id, page]));
    show(list, answer, path === FIRST);
  } catch (error) {
    if (asking === list.turn) showProblem(list.trouble, error, () => load(list, path));
  }
  list.more.disabled = false;
}

function show(list, answer, isFirst) {
  fill(list.trouble);
  if (isFirst) fill(list.body);
  list.body.append(...answer.items.map((rule) => showRule(list, rule)));
  if (isFirst)
    fill(
      list.place,
      answer.items.length
        ? scrollingTable("Assignments", ["What", "To whom", "Due", "Made", "Done", "End"], list.body)
        : make("p", { class: "rp-empty" }, "Nothing was assigned yet."),
    );
  list.next = answer.next;
  list.more.hidden = !answer.next;
}

function showRule(list, rule) {
  const row = make("tr", {});
  fill(
    row,
    make("th", { scope: "row" }, showWhat(list, rule)),
    make("td", { "data-label": "To whom" }, sayWhom(rule)),
    make(
      "td",
      { "data-label": "Due" },
      sayDue(rule),
      rule.repeat_months ? make("small", {}, `again every ${count(rule.repeat_months, "month")}`) : null,
      rule.priority === "recommended" ? make("small", {}, "recommended") : null,
    ),
    make("td", { "data-label": "Made" }, rule.created_by, make("small", {}, sayDate(rule.created_at))),
    make("td", { "data-label": "Done" }, showDone(rule), sayProgress(rule)),
    make(
      "td",
      {},
      rule.ended_at
        ? [badge("Ended", "null"), make("small", {}, `${sayDate(rule.ended_at)}, ${rule.ended_by || "somebody"}`)]
        : [...rule.ended_for.map(showTeamEnd), rule.can_end === "nobody" ? null : makeEnd(list, rule, row)],
    ),
  );
  return row;
}

function showWhat(list, rule) {
  const link = (id) => {
    const { url, title = id } = list.pages.get(id) || {};
    return url ? make("a", { href: url }, title) : title;
  };
  if (rule.path_id) return [link(rule.path_id), make("small", {}, `path of ${count(rule.courses.length, "course")}`)];
  return rule.courses.flatMap(({ course_id: id }, at) => [at ? ", " : "", link(id)]);
}

function sayWhat({ pages }, rule) {
  const ids = rule.path_id ? [rule.path_id] : rule.courses.map(({ course_id: id }) => id);
  return ids.map((id) => pages.get(id)?.title || id).join(", ");
}

function sayWhom(rule) {
  const criteria = [
    rule.team_name && `${rule.team_name}${rule.with_below ? " and below" : ""}`,
    rule.role && `role ${rule.role}`,
    rule.region && `region ${rule.region}`,
    rule.hired_from && `hired from ${sayDay(rule.hired_from)}`,
    rule.hired_until && `hired until ${sayDay(rule.hired_until)}`,
  ]
    .filter(Boolean)
    .join(", ");
  return [rule.people ? `${count(rule.people, "person", "people")} by name` : "", criteria]
    .filter(Boolean)
    .join("; and ");
}

function sayDue(rule) {
  if (rule.due_on) return `on ${sayDay(rule.due_on)}`;
  if (rule.path_id) return "as the path says";
  return rule.courses.flatMap(({ due_days: days }) => [
    `${count(days, "day")} after the start`,
    make(
      "small",
      {},
      `${sayDay(daysFrom(rule.starts_on, days))}${namesGroup(rule) ? ", for whoever was there then" : ""}`,
    ),
  ]);
}

// Who has it stands in the list of records, which takes one course at a time.
function showDone(rule) {
  const said = sayDone(rule);
  if (rule.courses.length > 1) return said;
  const query = new URLSearchParams({ state: "all", course_id: rule.courses[0].course_id });
  return make("a", { href: `/app/my-team/?${query}#records` }, said);
}

// Of a path each course of each person is counted for itself.
function sayDone({ complete, given, courses }) {
  const all = given.toLocaleString("en-GB");
  if (complete === null) return `given ${all} times`;
  const done = `${complete.toLocaleString("en-GB")} of ${all}`;
  return courses.length > 1
    ? [done, make("small", {}, "courses of people")]
    : `${done} ${given === 1 ? "person" : "people"}`;
}

function sayProgress(rule) {
  if (rule.is_applied) return null;
  if (rule.ended_at) return make("small", {}, "being withdrawn…");
  if (rule.starts_on > today()) return make("small", {}, `begins on ${sayDay(rule.starts_on)}`);
  return make("small", {}, rule.ended_for.length ? "being withdrawn…" : "being given…");
}

function showTeamEnd({ team_name: team, ended_at: at, ended_by: by }) {
  return make("div", {}, badge(`Ended for ${team}`, "null"), make("small", {}, `${sayDate(at)}, ${by}`));
}

// A rule that reaches others' people too ends for one's own, and the others keep it.
function makeEnd(list, rule, row) {
  const isForAll = rule.can_end === "all";
  const name = make("span", { class: "rp-unseen" }, `: ${sayWhat(list, rule)}, ${sayWhom(rule)}`);
  const text = isForAll ? "End" : "End for my people";
  const ask = () => askToEnd(list, rule, row, button);
  const button = make("button", { type: "button", class: "rp-button", onclick: ask }, text, name);
  return button;
}

function askToEnd(list, rule, row, button) {
  const isForAll = rule.can_end === "all";
  const words = {
    heading: isForAll ? "End this assignment?" : "End this assignment for your people?",
    title: `${sayWhat(list, rule)}, ${sayWhom(rule)}`,
    text: isForAll ? FOR_ALL : FOR_MINE,
    yes: isForAll ? "End it" : "End it for my people",
    no: "Keep it",
  };
  confirmFirst(button, words, (close) => end(list, rule, row, close));
}

async function end(list, rule, row, close) {
  const ended = await sendJson("DELETE", `/training/assignments/${rule.id}`);
  close();
  row.replaceWith(showRule(list, ended));
  fill(list.trouble);
  fill(list.said, ended.ended_at ? "The assignment has ended." : "The assignment has ended for your people.");
  list.said.focus();
}
