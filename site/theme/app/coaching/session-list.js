// Sessions as rows: each leads to its page, and says what one may do with it now.

import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayMinutes, sayMoment } from "../shared/words.js";

const STATUSES = {
  proposed: ["Proposed", "not_started"],
  accepted: ["Planned", "in_progress"],
  held: ["Held", "complete"],
  missed: ["Missed", "overdue"],
  cancelled: ["Cancelled", "waived"],
};
// What takes no more words than one button.
const AT_ONCE = { accept: ["Accept", "accepted"], hold: ["Mark as held", "held"] };

export function sessionUrl(id) {
  return `/app/session/?id=${id}`;
}

export function sayStatus(status) {
  return badge(...STATUSES[status]);
}

// A list that reads what `query` asks for, and reads it anew after each change; `changed` is told of those.
export function makeSessionList({ title, query, nothing, me, changed = () => {}, isHiddenWhenEmpty = false }) {
  const part = { query, nothing, me, changed, isHiddenWhenEmpty, list: make("div") };
  part.element = make("section", { hidden: isHiddenWhenEmpty }, make("h2", {}, title), part.list);
  load(part);
  return { element: part.element, load: () => load(part) };
}

async function load(part) {
  try {
    const { items, next } = await readJson(`/coaching/sessions?${part.query}`);
    part.element.hidden = part.isHiddenWhenEmpty && !items.length;
    fill(
      part.list,
      items.length ? showRows(part, items) : make("p", { class: "rp-empty" }, part.nothing),
      showNext(part, next),
    );
  } catch (error) {
    part.element.hidden = false;
    showProblem(part.list, error, () => load(part));
  }
}

function showRows(part, items) {
  return make(
    "ul",
    { class: "rp-items rp-sessions" },
    items.map((session) => showRow(part, session)),
  );
}

function showNext(part, next) {
  if (!next) return null;
  const button = make("button", { type: "button", class: "rp-button" }, "Show more");
  const place = make("div", {}, make("p", { class: "rp-actions" }, button));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const more = await readJson(next);
      place.replaceWith(showRows(part, more.items), showNext(part, more.next) || "");
    } catch (error) {
      showProblem(place, error);
    }
  });
  return place;
}

function showRow(part, session) {
  const trouble = make("div");
  const buttons = session.actions
    .filter((name) => name in AT_ONCE)
    .filter((name) => name !== "hold" || new Date(session.scheduled_at) <= new Date())
    .map((name) => makeButton(part, session, name, trouble));
  return make(
    "li",
    { class: "rp-card" },
    make(
      "p",
      {},
      make("a", { href: sessionUrl(session.id) }, session.topic),
      " ",
      sayStatus(session.status),
      make("br"),
      make("small", { class: "rp-muted" }, ...sayFacts(session, part.me)),
    ),
    buttons.length ? make("p", { class: "rp-actions" }, buttons) : null,
    trouble,
  );
}

// The page of a coach isn't for those they coach.
export function sayFacts({ coach, rep, kind_name: kind, scheduled_at: at, minutes, series_id: series }, me) {
  const other = coach.id === me.id ? personLink(rep.id, rep.name) : coach.name;
  return [`${kind} with `, other, `, ${sayMoment(at)}, ${sayMinutes(minutes)}${series ? ", comes again" : ""}`];
}

function makeButton(part, { id }, name, trouble) {
  const [label, path] = AT_ONCE[name];
  const button = make("button", { type: "button", class: "rp-button" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      part.changed(await sendJson("POST", `/coaching/sessions/${id}/${path}`, name === "hold" ? {} : undefined));
      await load(part);
    } catch (error) {
      button.disabled = false;
      showProblem(trouble, error);
    }
  });
  return button;
}
