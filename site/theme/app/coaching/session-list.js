// Sessions as rows: each leads to its page, and says what one may do with it now.

import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayMinutes, sayMoment } from "../shared/words.js";
import { makeReason } from "./reason.js";

const STATUSES = {
  proposed: ["Proposed", "not_started"],
  accepted: ["Planned", "in_progress"],
  held: ["Held", "complete"],
  missed: ["Missed", "overdue"],
  cancelled: ["Cancelled", "waived"],
};
// What takes no more words than one button.
const AT_ONCE = { accept: ["Accept", "accepted"], hold: ["Mark as held", "held"], miss: ["Missed", "missed"] };

export function sessionUrl(id) {
  return `/app/session/?id=${id}`;
}

export function sayStatus(status) {
  return badge(...STATUSES[status]);
}

// A list that reads what `query` asks for, and reads it anew after each change; `changed` is told of those.
// Without `nothing` to say of an empty list, that isn't shown. With `isAsked` it is of proposals to answer, and a series
// is one row of it. `ready` resolves once it was read first.
export function makeSessionList({ title, query, nothing = null, me, changed = () => {}, isAsked = false }) {
  const part = { query, nothing, me, changed, isAsked, list: make("div") };
  part.said = make("p", { class: "rp-unseen", role: "status" });
  part.element = make("section", { hidden: !nothing }, make("h2", {}, title), part.list, part.said);
  return { element: part.element, load: () => load(part), ready: load(part) };
}

// Proposals that somebody is asked to accept; `changed` is told of each answer.
export function makeWaitingList(me, changed) {
  return makeSessionList({
    title: "Waiting for your answer",
    query: "waiting=true&when=coming&limit=100",
    me,
    changed,
    isAsked: true,
  });
}

// What has begun or is over, and of which nobody said yet whether it was held.
export function makeUnmarkedList(me, changed) {
  return makeSessionList({
    title: "Was it held?",
    query: "when=past&status=accepted&order=desc&limit=5",
    me,
    changed,
  });
}

async function load(part) {
  try {
    const { items, next } = await readJson(`/coaching/sessions?${part.query}`);
    part.element.hidden = !part.nothing && !items.length;
    part.series = new Set();
    fill(
      part.list,
      items.length ? showRows(part, items) : part.nothing && make("p", { class: "rp-empty" }, part.nothing),
      showNext(part, next),
    );
  } catch (error) {
    part.element.hidden = false;
    showProblem(part.list, error, () => load(part));
  }
}

function showRows(part, items) {
  const rows = part.isAsked ? items.filter((session) => isFirst(part, session)) : items;
  return make(
    "ul",
    { class: "rp-items rp-sessions" },
    rows.map((session) => showRow(part, session)),
  );
}

function isFirst({ series }, { series_id: id }) {
  if (id && series.has(id)) return false;
  series.add(id);
  return true;
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
  const tools = makeTools(part, session, trouble);
  return make(
    "li",
    { class: "rp-card rp-session-row" },
    make(
      "div",
      {},
      make("a", { href: sessionUrl(session.id) }, session.topic),
      " ",
      sayStatus(session.status),
      make("br"),
      make("small", { class: "rp-muted" }, ...sayFacts(session, part.me)),
    ),
    tools.length ? make("div", { class: "rp-session-row__tools" }, tools) : null,
    trouble,
  );
}

// The page of a coach isn't for those they coach.
export function sayFacts({ coach, rep, kind_name: kind, scheduled_at: at, minutes, series_id: series }, me) {
  const other = coach.id === me.id ? personLink(rep.id, rep.name) : coach.name;
  return [`${kind} with `, other, `, ${sayMoment(at)}, ${sayMinutes(minutes)}${series ? ", comes again" : ""}`];
}

function makeTools(part, session, trouble) {
  const hasBegun = new Date(session.scheduled_at) <= new Date();
  const { actions, series_id: series } = session;
  if (part.isAsked) {
    const base = series ? `/coaching/series/${series}` : `/coaching/sessions/${session.id}`;
    const [all, end] = series ? ["Accept all", "ended"] : ["Accept", "cancelled"];
    const decline = (reason) => change(part, `${base}/${end}`, { reason }, "Declined.", trouble);
    return [
      makeButton(all, () => change(part, `${base}/accepted`, undefined, "Accepted.", trouble), true),
      makeReason({ label: series ? "Decline all" : "Decline", ask: "Why doesn't it suit?", send: decline }),
    ];
  }
  return actions
    .filter((name) => name in AT_ONCE && (name === "accept" || hasBegun))
    .map((name) => {
      const [label, path] = AT_ONCE[name];
      const body = name === "accept" ? undefined : {};
      return makeButton(label, () =>
        change(part, `/coaching/sessions/${session.id}/${path}`, body, `${label}.`, trouble),
      );
    });
}

function makeButton(label, act, isMain = false) {
  const kind = isMain ? "rp-button rp-button--main" : "rp-button";
  const button = make("button", { type: "button", class: kind }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    await act();
    button.disabled = false;
  });
  return button;
}

async function change(part, path, body, said, trouble) {
  try {
    part.changed(await sendJson("POST", path, body, { key: crypto.randomUUID() }));
    await load(part);
    fill(part.said, said);
  } catch (error) {
    showProblem(trouble, error);
  }
}
