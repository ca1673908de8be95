// Records, one person and course to a row, those first that need somebody, each with what a manager can do about it.

import { signedIn } from "../shared/account.js";
import { addressOf, readJson } from "../shared/api.js";
import { badge, choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { count, STATES, sayDay, today } from "../shared/words.js";
import { openExplanation } from "./explanation.js";

const URGENT = ["overdue", "expired", "expiring"];
const DONE = ["complete", "expiring"];
const VIEWS = [
  ["", "Overdue, expired or expiring"],
  ...Object.entries(STATES),
  ["done", "Complete, also if it expires soon"],
  ["all", "All states"],
];
const PAGE_SIZE = 25;

// `changed` is told after a decision, `keep` after a choice, `turned` when it is another list.
export function makeRecords({ filters, keep, changed, turned }) {
  const wanted = new URLSearchParams(location.search).get("state");
  const state = choice(VIEWS);
  state.value = VIEWS.some(([view]) => view === wanted) ? wanted : "";
  const list = {
    filters,
    changed,
    turned,
    state,
    page: 1,
    turn: 0,
    csv: make("a", { class: "rp-button", download: true }, "Download as CSV"),
    status: make("p", { class: "rp-status", role: "status", tabindex: "-1" }, "Loading…"),
    place: make("div", {}, make("div", { class: "rp-skeleton rp-skeleton--records" })),
  };
  state.addEventListener("change", () => {
    keep();
    list.turned();
    load(list);
  });
  return {
    element: make(
      "div",
      {},
      make("div", { class: "rp-filters" }, labelled("State", state), list.csv),
      list.status,
      list.place,
    ),
    get view() {
      return state.value;
    },
    get title() {
      return state.value ? VIEWS.find(([view]) => view === state.value)[1] : "Who needs you";
    },
    load: () => load(list),
  };
}

async function load(list, page = 1) {
  const asking = (list.turn += 1);
  const states = { "": URGENT, done: DONE, all: [] }[list.state.value] || [list.state.value];
  const query = list.filters.query({ state: states });
  list.csv.href = addressOf(`/training/records.csv?${query}`);
  try {
    const [answer, me] = await Promise.all([
      readJson(`/training/records?${query}&page=${page}&limit=${PAGE_SIZE}`),
      signedIn,
    ]);
    if (asking === list.turn) show(list, answer, me);
  } catch (error) {
    if (asking !== list.turn) return;
    fill(list.status);
    showProblem(list.place, error, () => load(list, page));
  }
}

function show(list, answer, me) {
  list.page = answer.page;
  list.filters.learn(answer.as_of);
  fill(list.status, sayCount(answer));
  if (!answer.items.length)
    return fill(
      list.place,
      make(
        "p",
        { class: "rp-empty" },
        list.state.value ? "There is no such record." : "Nobody is overdue, expired or about to expire.",
      ),
    );
  const rows = make(
    "tbody",
    {},
    answer.items.map((record) => showRow(list, record, me)),
  );
  fill(
    list.place,
    scrollingTable("Records", ["Person", "Course", "State", "What to do"], rows),
    showPager(list, answer),
  );
}

// How many there are is known where the list ends.
function sayCount({ items, page, has_more: hasMore, as_of: asOf }) {
  const before = (page - 1) * PAGE_SIZE;
  const last = before + items.length;
  const day = `at the end of ${sayDay(asOf)}.`;
  if (!last) return `At ${day.slice(3)}`;
  if (page === 1 && !hasMore) return `${count(last, "record")} ${day}`;
  const range = `Records ${(before + 1).toLocaleString("en-GB")} to ${last.toLocaleString("en-GB")}`;
  return `${range}${hasMore ? ", and there are more," : ` of ${last.toLocaleString("en-GB")}`} ${day}`;
}

function showRow(list, record, me) {
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row" },
      personLink(record.person_id, record.person_name),
      record.team_name ? make("small", {}, record.team_name) : null,
    ),
    make(
      "td",
      { "data-label": "Course" },
      record.course_url ? make("a", { href: record.course_url }, record.course_title) : record.course_title,
    ),
    make(
      "td",
      { "data-label": "State" },
      badge(STATES[record.state], record.state),
      make("small", {}, [sayDayOf(record), record.is_assigned ? "" : "not assigned"].filter(Boolean).join(", ")),
    ),
    make("td", {}, make("div", { class: "rp-row-actions" }, makeActions(list, record, me))),
  );
}

function sayDayOf({ state, due_on: due, valid_until: end, completed_on: done, score }) {
  const late = (day) => (day < today() ? "was due" : "due");
  if (state === "expired") return `was valid until ${sayDay(end)}`;
  if (state === "expiring") return `valid until ${sayDay(end)}`;
  if (state === "waived") return end ? `until ${sayDay(end)}` : "";
  if (state === "complete") return `${sayDay(done)}${score === null ? "" : `, ${score} %`}`;
  return due ? `${late(due)} ${sayDay(due)}` : "";
}

// What is decided holds from today on, so a past day only explains.
function makeActions(list, record, me) {
  const isOpen = !list.filters.asOf && record.person_id !== me?.id && record.course_url;
  const button = (label, wants) =>
    make(
      "button",
      { type: "button", class: "rp-button", onclick: () => open(list, record, wants) },
      label,
      make("span", { class: "rp-unseen" }, `: ${record.person_name}, ${record.course_title}`),
    );
  return [
    button("Explain"),
    isOpen && record.state !== "waived" ? button("Waive", "waive") : null,
    isOpen && record.state === "waived" ? button("End waiver", "end") : null,
    isOpen
      ? make(
          "a",
          { class: "rp-button", href: `/app/my-coaching/?with=${record.person_id}` },
          "Schedule",
          make("span", { class: "rp-unseen" }, ` a session with ${record.person_name}`),
        )
      : null,
  ];
}

function open(list, record, wants) {
  openExplanation(
    { personId: record.person_id, courseId: record.course_id, asOf: list.filters.asOf, wants },
    async (standing) => {
      if (!standing) return;
      list.changed();
      await load(list, list.page);
      list.status.focus();
    },
  );
}

function showPager(list, { page, has_more: hasMore }) {
  if (page === 1 && !hasMore) return null;
  const button = (text, to, isThere) =>
    make(
      "button",
      {
        type: "button",
        class: "rp-button",
        disabled: !isThere,
        onclick: async () => {
          await load(list, to);
          list.status.focus();
        },
      },
      text,
    );
  return make(
    "nav",
    { class: "rp-pager", "aria-label": "Pages of the list" },
    button("Previous", page - 1, page > 1),
    make("span", {}, `Page ${page.toLocaleString("en-GB")}`),
    button("Next", page + 1, hasMore),
  );
}
