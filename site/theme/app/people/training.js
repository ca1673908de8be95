// How one person stands in every course, what needs somebody first, each with what the reader can do about it.

import { badge, fill, make, scrollingTable } from "../shared/dom.js";
import { nameState, today } from "../shared/words.js";
import { openExplanation } from "../team/explanation.js";
import { saySituation } from "../training/states.js";

const ORDER = ["overdue", "expired", "expiring", "in_progress", "not_started", "complete", "waived"];

// `changed` is told after a decision.
export function showTraining(place, { person, isOwn, records }, changed) {
  if (!records.length)
    return fill(place, make("p", { class: "rp-empty" }, "Nothing is assigned, and nothing was done."));
  const list = {
    place,
    person,
    isOwn,
    changed,
    status: make("p", { class: "rp-unseen", role: "status", tabindex: "-1" }),
  };
  const sorted = [...records].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  const rows = make(
    "tbody",
    {},
    sorted.map((record) => showRow(list, record)),
  );
  fill(place, list.status, scrollingTable("Training", ["Course", "State", "When", "What to do"], rows));
}

function showRow(list, record) {
  const { course_title: title, course_url: url, state } = record;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, url ? make("a", { href: url }, title) : title),
    make("td", { "data-label": "State" }, badge(nameState(state), state)),
    make("td", { "data-label": "When" }, saySituation(record, today())),
    make("td", {}, make("div", { class: "rp-row-actions" }, makeActions(list, record))),
  );
}

function makeActions(list, record) {
  const isOpen = !list.isOwn && record.course_url;
  const button = (label, wants) =>
    make(
      "button",
      { type: "button", class: "rp-button", onclick: () => open(list, record, wants) },
      label,
      make("span", { class: "rp-unseen" }, `: ${list.person.name}, ${record.course_title}`),
    );
  return [
    button("Explain"),
    isOpen && record.state !== "waived" ? button("Waive", "waive") : null,
    isOpen && record.state === "waived" ? button("End waiver", "end") : null,
  ];
}

function open(list, record, wants) {
  openExplanation({ personId: list.person.id, courseId: record.course_id, wants }, async (standing) => {
    if (!standing) return;
    await list.changed();
    list.place.querySelector("[role=status]")?.focus();
  });
}
