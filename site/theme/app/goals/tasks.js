// Tasks of an initiative: each with its owner and day, ticked when it is done; managers give new ones.

import { readAll, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";

// `me` is who is signed in; `changed` is called after each change.
export function makeTasks(id, { tasks, can_give_tasks: canGive }, { me, changed }) {
  const status = make("div", { role: "status" });
  const rows = tasks.map((task) => showTask(id, task, { me, canGive, status, changed }));
  return [
    tasks.length
      ? scrollingTable("Tasks", ["Task", "Owner", "Due", "Done"], make("tbody", {}, rows))
      : make("p", { class: "rp-muted" }, "There are no tasks yet."),
    status,
    canGive ? showGiving(id, changed) : null,
  ];
}

function showTask(id, task, { me, canGive, status, changed }) {
  const isMine = me?.id === task.owner.id;
  const box = make("input", {
    type: "checkbox",
    checked: task.done_at !== null,
    disabled: !(canGive || isMine),
    "aria-label": `${task.title}: done`,
  });
  box.addEventListener("change", async () => {
    box.disabled = true;
    try {
      await sendJson("PATCH", `/kpis/initiatives/${encodeURIComponent(id)}/tasks/${task.id}`, { done: box.checked });
      changed();
    } catch (error) {
      box.checked = !box.checked;
      box.disabled = false;
      showProblem(status, error);
    }
  });
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, task.title, task.note ? make("small", {}, ` ${task.note}`) : null),
    make("td", { "data-label": "Owner" }, task.owner.name),
    make("td", { "data-label": "Due" }, sayDue(task)),
    make("td", { "data-label": "Done" }, box),
  );
}

function sayDue({ due_on: due, is_overdue: isOverdue }) {
  if (!due) return "–";
  return isOverdue ? make("strong", {}, `${sayDay(due)}, overdue`) : sayDay(due);
}

function showGiving(id, changed) {
  const body = make("div");
  const button = make("button", { type: "button", class: "rp-button" }, "Give a task");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const people = await readAll("/people?limit=200", 100);
      const form = makeForm(id, people, changed);
      fill(body, form);
      form.querySelector("input").focus();
    } catch (error) {
      showProblem(body, error);
    }
    button.disabled = false;
  });
  return make("div", {}, make("p", { class: "rp-actions" }, button), body);
}

function makeForm(id, people, changed) {
  const now = new Date();
  const here = people
    .filter(({ left_at: left }) => !left || new Date(left) > now)
    .sort((one, other) => one.name.localeCompare(other.name));
  const title = make("input", { type: "text", required: true, maxlength: "300", pattern: ".*\\S.*" });
  const owner = choice([["", "Choose a person"], ...here.map((person) => [person.id, person.name])], {
    required: true,
  });
  const due = make("input", { type: "date" });
  const trouble = make("div", { role: "status" });
  const form = make(
    "form",
    { class: "rp-form rp-card" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("Task", title),
      labelled("Owner", owner),
      labelled("Due (if you like)", due),
    ),
    make("p", { class: "rp-actions" }, make("button", { type: "submit", class: "rp-button rp-button--main" }, "Give")),
    trouble,
  );
  const key = crypto.randomUUID();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = { title: title.value, owner_id: owner.value, due_on: due.value || null };
    try {
      await sendJson("POST", `/kpis/initiatives/${encodeURIComponent(id)}/tasks`, body, { key });
      changed();
    } catch (error) {
      showProblem(trouble, error);
    }
  });
  return form;
}
