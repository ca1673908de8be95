// What was agreed in any session and should be done by now, gathered in one list; each leads to its session.

import { fill, make } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayDay, today } from "../shared/words.js";

// `learn` takes a session as it is after a change.
export function makeOverdue(sessions, me) {
  const known = new Map(sessions.map((session) => [session.id, session]));
  const element = make("section", {});
  show(element, known, me);
  return {
    element,
    learn: (session) => {
      known.set(session.id, session);
      show(element, known, me);
    },
  };
}

function show(element, known, me) {
  const found = [...known.values()]
    .flatMap((session) => session.action_items.map((item) => ({ session, item })))
    .filter(({ item }) => !item.done_at && item.due_on && item.due_on < today())
    .sort((one, other) => one.item.due_on.localeCompare(other.item.due_on));
  element.hidden = !found.length;
  fill(
    element,
    make("h2", {}, `Overdue action items (${found.length})`),
    make(
      "div",
      { class: "rp-card rp-overdue-items" },
      make(
        "ul",
        { class: "rp-items" },
        found.map((one) => showItem(one, me)),
      ),
    ),
  );
}

function showItem({ session, item }, me) {
  const { coach, rep } = session;
  return make(
    "li",
    {},
    make("a", { href: `#session-${session.id}` }, item.text),
    " ",
    make("small", { class: "rp-overdue" }, `Was due ${sayDay(item.due_on)}`),
    make("small", { class: "rp-muted" }, ", with ", coach.id === me.id ? personLink(rep.id, rep.name) : coach.name),
  );
}
