// One action item as a row: ticked when it is done, changed, or dropped with a reason; each change goes to the server at once.

import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { count, sayDate, sayDay } from "../shared/words.js";
import { chooseSkill } from "./skill-choice.js";

const SAID = { done: "Done.", open: "Open again.", dropped: "Dropped." };

// `changed` is told the item as it is after each change; with `withSession` the row leads to the session it is from.
/** @param {any} item @param {any} me @param {{ changed?: (item: any) => void, withSession?: boolean }} [options] */
export function makeActionItem(item, me, { changed = () => {}, withSession = false } = {}) {
  const row = {
    item,
    me,
    changed,
    withSession,
    element: make("li", { class: "rp-action" }),
    said: make("p", { class: "rp-unseen", role: "status" }),
    trouble: make("div"),
    form: make("div"),
  };
  show(row);
  return row.element;
}

function show(row) {
  const { item } = row;
  row.element.classList.toggle("rp-action--closed", item.state !== "open");
  fill(row.form);
  fill(
    row.element,
    item.state === "dropped" ? make("p", { class: "rp-action__text" }, make("s", {}, item.text)) : makeTick(row),
    makeTools(row),
    showFacts(row),
    row.form,
    row.trouble,
    row.said,
  );
}

function makeTick(row) {
  const { item } = row;
  const box = make("input", { type: "checkbox", checked: item.state === "done" });
  box.addEventListener("change", () => turn(row, box.checked ? "done" : "open"));
  return make("label", { class: "rp-option rp-action__text" }, box, make("span", {}, item.text));
}

function showFacts({ item, me, withSession }) {
  const owner = item.owner.id === me.id ? "You" : item.owner.name;
  const isCarried = item.sessions_since && item.state === "open";
  const facts = [
    owner,
    sayDue(item),
    isCarried
      ? make("span", { class: "rp-action__carried" }, `carried through ${count(item.sessions_since, "session")}`)
      : null,
    item.skill && `works on ${nameSkill(item)}`,
    withSession ? showSession(item, me) : null,
  ].filter(Boolean);
  return make(
    "p",
    { class: "rp-action__facts" },
    facts.flatMap((fact, place) => (place ? [" · ", fact] : [fact])),
  );
}

function nameSkill({ skill, skill_name: name }) {
  return name || skill;
}

function sayDue({ state, due_on: due, closed_on: on, closed_at: closed, is_overdue: isOverdue, reason }) {
  if (state === "dropped") return `dropped on ${sayDay(on)}: ${reason}`;
  if (state === "done") return `done on ${sayDate(closed)}`;
  if (!due) return null;
  return isOverdue ? make("span", { class: "rp-overdue" }, `was due ${sayDay(due)}`) : `by ${sayDay(due)}`;
}

function makeTools(row) {
  const { item } = row;
  const tools = {
    open: () => [
      makeTool("Change", item, () => openForm(row, makeChange(row))),
      makeTool("Drop", item, () => openForm(row, makeDrop(row))),
    ],
    dropped: () => [makeTool("Open again", item, () => turn(row, "open"))],
    done: () => [],
  };
  return make("p", { class: "rp-action__tools" }, tools[item.state]());
}

// Whoever is to do it is named already.
function showSession({ session, coach, rep, owner }, me) {
  const other = coach.id === me.id ? rep : coach;
  const place = `/app/session/?id=${session.id}`;
  return make("a", { href: place }, owner.id === me.id ? `${session.topic}, with ${other.name}` : session.topic);
}

function makeTool(label, item, onclick) {
  const attributes = {
    type: "button",
    class: "rp-button rp-action__tool",
    "aria-label": `${label}: ${item.text}`,
    onclick,
  };
  return make("button", attributes, label);
}

function openForm(row, form) {
  fill(row.trouble);
  fill(row.form, form);
  form.querySelector("input").focus();
}

function makeDrop(row) {
  const reason = make("input", { type: "text", required: true, maxlength: "500", pattern: ".*\\S.*" });
  return makeForm(row, [labelled("Why nobody will do it", reason)], "Drop it", () =>
    turn(row, "dropped", { reason: reason.value }),
  );
}

function makeChange(row) {
  const { item } = row;
  const text = make("input", { type: "text", required: true, maxlength: "500", pattern: ".*\\S.*", value: item.text });
  const due = make("input", { type: "date", value: item.due_on || "" });
  const skill = chooseSkill(item.skill ? { id: item.skill, name: nameSkill(item) } : null);
  const fields = [
    labelled("What is to be done", text),
    labelled("By (if you like)", due),
    labelled("Works on (if you like)", skill),
  ];
  return makeForm(row, fields, "Save", () => {
    const body = { text: text.value, due_on: due.value || null };
    // A skill that the library names no more can stay, but not be given anew.
    const isSame = skill.value === (item.skill || "");
    return send(row, "PATCH", "", isSame ? body : { ...body, skill: skill.value || null }, "Saved.");
  });
}

function makeForm(row, fields, label, submit) {
  const button = make("button", { type: "submit", class: "rp-button rp-button--main" }, label);
  const leave = () => {
    fill(row.form);
    /** @type {HTMLElement} */ (row.element.querySelector(".rp-action__tool"))?.focus();
  };
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    fields,
    button,
    make("button", { type: "button", class: "rp-button", onclick: leave }, "Leave it"),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    await submit();
    button.disabled = false;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  return form;
}

function turn(row, state, body) {
  return send(row, "PUT", `/${state}`, body, SAID[state]);
}

// What was typed stays where the server didn't take it.
async function send(row, method, path, body, said) {
  const controls = row.element.querySelectorAll("input, button");
  for (const control of controls) control.disabled = true;
  try {
    row.item = await sendJson(method, `/coaching/action-items/${row.item.id}${path}`, body);
    fill(row.trouble);
    show(row);
    fill(row.said, said);
    row.element.querySelector("input, button")?.focus();
    row.changed(row.item);
  } catch (error) {
    for (const control of controls) control.disabled = false;
    const box = row.element.querySelector("input[type=checkbox]");
    if (box) box.checked = row.item.state === "done";
    showProblem(row.trouble, error);
  }
}
