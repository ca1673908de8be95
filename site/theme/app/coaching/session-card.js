// One coaching session: its notes, what was agreed, and the forms to add to both.

import { sendJson } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayDate, sayDay, sayMinutes, sayMoment, today } from "../shared/words.js";

// Sessions to come, the next first, and those held, the last first.
export function inGroups(sessions) {
  const toCome = sessions.filter((session) => !session.held_at).sort((one, other) => byTime(one, other));
  const held = sessions.filter((session) => session.held_at).sort((one, other) => byTime(other, one));
  return { toCome, held };
}

// `changed` is told the session as it is after a change; one that was held is folded to a line unless `isOpen`.
export function makeSessionCard(session, me, onHeld, { changed = () => {}, isOpen = true } = {}) {
  const card = {
    me,
    session,
    onHeld,
    changed,
    notes: make("ul", { class: "rp-notes" }),
    items: make("ul", { class: "rp-items" }),
    trouble: make("div"),
    said: make("p", { class: "rp-unseen", role: "status" }),
  };
  showLists(card);
  return make(
    "article",
    { class: "rp-card rp-session", id: `session-${session.id}` },
    session.held_at ? showHeld(card, isOpen) : showPlanned(card),
  );
}

function showPlanned(card) {
  const { session, me } = card;
  return [
    make("div", { class: "rp-card__head" }, make("h3", {}, session.topic), badge("Planned", "in_progress")),
    showFacts(card),
    session.coach.id === me.id ? makeHeldButton(card) : null,
    card.trouble,
    card.said,
    showColumns(card, makeItemForm(card), makeNoteForm(card)),
  ];
}

// Whoever looks back reads; what is added to it stands behind a fold.
function showHeld(card, isOpen) {
  const { session, me } = card;
  const other = session.coach.id === me.id ? session.rep : session.coach;
  return make(
    "details",
    { open: isOpen },
    make(
      "summary",
      { class: "rp-session__line" },
      make("h3", {}, session.topic),
      make("small", {}, `${sayDate(session.scheduled_at)}, with ${other.name}`),
      badge("Held", "complete"),
    ),
    showFacts(card),
    card.trouble,
    card.said,
    showColumns(card),
    make(
      "details",
      {},
      make("summary", {}, "Add a note or an action item"),
      make("div", { class: "rp-session__columns" }, makeItemForm(card), makeNoteForm(card)),
    ),
  );
}

function showFacts({ session, me }) {
  const { coach, rep, scheduled_at: at, minutes } = session;
  return make(
    "p",
    { class: "rp-card__facts" },
    `${sayMoment(at)}, ${sayMinutes(minutes)}, with `,
    // The page of a coach isn't for those they coach.
    coach.id === me.id ? personLink(rep.id, rep.name) : coach.name,
  );
}

function showColumns({ items, notes }, itemForm = null, noteForm = null) {
  return make(
    "div",
    { class: "rp-session__columns" },
    make("section", {}, make("h4", {}, "What was agreed"), items, itemForm),
    make("section", {}, make("h4", {}, "Notes"), notes, noteForm),
  );
}

function byTime(one, other) {
  return new Date(one.scheduled_at).getTime() - new Date(other.scheduled_at).getTime();
}

function showLists(card) {
  const { notes, action_items: items } = card.session;
  fill(
    card.notes,
    notes.length ? notes.map((note) => showNote(card, note)) : make("li", { class: "rp-muted" }, "No note yet."),
  );
  fill(
    card.items,
    items.length ? items.map((item) => showItem(card, item)) : make("li", { class: "rp-muted" }, "Nothing yet."),
  );
}

function showNote(card, note) {
  const author = [card.session.coach, card.session.rep].find((person) => person.id === note.author_id);
  return make(
    "li",
    {},
    make("p", {}, note.text),
    make("p", { class: "rp-muted" }, `${author?.name || "Somebody"}, ${sayDate(note.written_at)}`),
  );
}

function showItem(card, item) {
  const box = make("input", { type: "checkbox", checked: Boolean(item.done_at), disabled: Boolean(item.done_at) });
  box.addEventListener("change", () => finishItem(card, item, box));
  return make(
    "li",
    {},
    make("label", { class: "rp-option" }, box, make("span", {}, item.text, " ", describeDue(item))),
  );
}

function describeDue(item) {
  if (item.done_at) return make("small", {}, `Done on ${sayDate(item.done_at)}`);
  if (!item.due_on) return null;
  const isLate = item.due_on < today();
  return make("small", { class: isLate ? "rp-overdue" : "" }, `${isLate ? "Was due" : "By"} ${sayDay(item.due_on)}`);
}

function makeNoteForm(card) {
  const text = make("textarea", { rows: "2", required: true, maxlength: "10000" });
  return makeForm(
    [labelled("Add a note", text)],
    "Add note",
    async () => {
      await change(card, "POST", "/notes", { text: text.value }, "Note added.");
      text.value = "";
      text.focus();
    },
    card,
  );
}

function makeItemForm(card) {
  const text = make("input", { type: "text", required: true, maxlength: "500" });
  const due = make("input", { type: "date" });
  return makeForm(
    [labelled("Add an action item", text), labelled("By (if you like)", due)],
    "Add item",
    async () => {
      await change(
        card,
        "POST",
        "/action-items",
        { text: text.value, due_on: due.value || null },
        "Action item added.",
      );
      text.value = due.value = "";
      text.focus();
    },
    card,
  );
}

function makeForm(fields, label, submit, card) {
  const send = make("button", { type: "submit", class: "rp-button" }, label);
  const form = make("form", { class: "rp-form rp-form--small" }, fields, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    await submit().catch((error) => showProblem(card.trouble, error));
    send.disabled = false;
  });
  return form;
}

function makeHeldButton(card) {
  const button = make("button", { type: "button", class: "rp-button" }, "Mark as held");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await change(card, "POST", "/held", undefined, "Marked as held.");
      card.onHeld();
    } catch (error) {
      button.disabled = false;
      showProblem(card.trouble, error);
    }
  });
  return make("p", { class: "rp-actions" }, button);
}

async function finishItem(card, item, box) {
  box.disabled = true;
  try {
    await change(card, "PUT", `/action-items/${item.id}/done`, undefined, "Done.");
  } catch (error) {
    box.disabled = box.checked = false;
    showProblem(card.trouble, error);
  }
}

async function change(card, method, path, body, said) {
  const key = method === "POST" ? crypto.randomUUID() : undefined;
  card.session = await sendJson(method, `/coaching/sessions/${card.session.id}${path}`, body, { key });
  fill(card.trouble);
  fill(card.said, said);
  showLists(card);
  card.changed(card.session);
}
