// The action items of a session: what is carried into it from earlier ones, what is agreed in it, and the form for more.

import { readJson, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { makeActionItem } from "./action-item.js";
import { chooseSkill } from "./skill-choice.js";

// `session` has its id, coach and rep; `me` is who is signed in. `changed` is told after each change.
/** @param {any} session @param {any} me @param {{ changed?: () => void }} [options] */
export function makeSessionItems(session, me, { changed = () => {} } = {}) {
  const part = {
    session,
    me,
    changed,
    lists: make("div", { "aria-busy": "true" }),
    trouble: make("div"),
    said: make("p", { class: "rp-unseen", role: "status" }),
  };
  const element = make(
    "section",
    { class: "rp-actions-of-session" },
    part.lists,
    session.status === "cancelled" ? null : makeForm(part),
    part.trouble,
    part.said,
  );
  load(part);
  return { element, load: () => load(part) };
}

async function load(part) {
  try {
    const { carried, made } = await readJson(`/coaching/sessions/${part.session.id}/action-items`);
    fill(
      part.lists,
      carried.length ? showList(part, "From earlier sessions", carried) : null,
      showList(part, "Agreed in this session", made, "Nothing yet."),
    );
  } catch (error) {
    showProblem(part.lists, error, () => load(part));
  }
  part.lists.removeAttribute("aria-busy");
}

function showList({ me, changed }, title, items, nothing = "") {
  const rows = items.map((item) => makeActionItem(item, me, { changed }));
  return make(
    "div",
    {},
    make("h3", {}, title),
    rows.length ? make("ul", { class: "rp-action-list" }, rows) : make("p", { class: "rp-muted" }, nothing),
  );
}

// Mostly it is the other one who is to do it, for the coach as for the rep who asks for something.
function makeForm(part) {
  const { session, me } = part;
  const two = [session.rep, session.coach];
  const text = make("input", { type: "text", required: true, maxlength: "500", pattern: ".*\\S.*" });
  const owner = choice(two.map(({ id, name }) => [id, id === me.id ? "You" : name]));
  const due = make("input", { type: "date" });
  const skill = chooseSkill();
  const send = make("button", { type: "submit", class: "rp-button" }, "Add item");
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    labelled("Add an action item", text),
    labelled("Who", owner),
    labelled("By (if you like)", due),
    labelled("Works on (if you like)", skill),
    send,
  );
  let key = crypto.randomUUID();
  form.addEventListener("input", () => {
    key = crypto.randomUUID();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    const body = { text: text.value, owner_id: owner.value, due_on: due.value || null, skill: skill.value || null };
    if (await add(part, body, key)) {
      text.value = due.value = skill.value = "";
      key = crypto.randomUUID();
      text.focus();
    }
    send.disabled = false;
  });
  return form;
}

async function add(part, body, key) {
  try {
    await sendJson("POST", `/coaching/sessions/${part.session.id}/action-items`, body, { key });
  } catch (error) {
    showProblem(part.trouble, error);
    return false;
  }
  fill(part.trouble);
  await load(part);
  fill(part.said, "Action item added.");
  part.changed();
  return true;
}
