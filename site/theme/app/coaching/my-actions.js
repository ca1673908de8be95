// My actions: what I am to do across all sessions and what I wait for, open, overdue or closed.

import { addressOf, readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { segments } from "../shared/segments.js";
import { makeActionItem } from "./action-item.js";

const WHOSE = [
  ["mine", "Mine"],
  ["waiting", "I wait for"],
  ["both", "Both"],
];
const STATES = [
  ["open", "Open"],
  ["overdue", "Overdue"],
  ["closed", "Closed"],
];
const NOTHING = {
  open: "Nothing is open.",
  overdue: "Nothing is overdue.",
  closed: "Nothing has been done or dropped yet.",
};
const AT_ONCE = 20;

export function makeMyActions(me) {
  const part = { me, whose: "both", state: "open", turn: 0, list: make("div"), said: make("p", { role: "status" }) };
  const download = make("a", {}, "Download as CSV");
  const choose = (name) => (value) => {
    part[name] = value;
    download.href = csvOf(part);
    load(part);
  };
  download.href = csvOf(part);
  const element = make(
    "section",
    { id: "actions", class: "rp-my-actions" },
    make("h2", {}, "My actions"),
    make(
      "div",
      { class: "rp-filters" },
      segments("Whose actions", WHOSE, part.whose, choose("whose")),
      segments("Which actions", STATES, part.state, choose("state")),
    ),
    part.list,
    make("p", { class: "rp-actions" }, download),
  );
  load(part);
  return { element, load: () => load(part) };
}

function csvOf({ whose }) {
  return addressOf(`/coaching/action-items.csv?whose=${whose}`);
}

// Whoever chooses twice in a row sees what they chose last, whichever answer comes first.
async function load(part) {
  part.turn += 1;
  const turn = part.turn;
  part.list.setAttribute("aria-busy", "true");
  try {
    const query = new URLSearchParams({ whose: part.whose, state: part.state, limit: String(AT_ONCE) });
    const answer = await readJson(`/coaching/action-items?${query}`);
    if (turn === part.turn) show(part, answer);
  } catch (error) {
    if (turn === part.turn) showProblem(part.list, error, () => load(part));
  }
  if (turn === part.turn) part.list.removeAttribute("aria-busy");
}

function show(part, answer) {
  if (!answer.items.length) {
    fill(part.list, make("p", { class: "rp-empty" }, NOTHING[part.state]));
    return;
  }
  const rows = make("ul", { class: "rp-action-list rp-card" });
  const add = (items) => rows.append(...items.map((item) => makeActionItem(item, part.me, { withSession: true })));
  add(answer.items);
  fill(part.list, rows, showMore(answer.next, add));
}
