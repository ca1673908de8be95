// Points: what I want to talk about the next time, with one coach or with whoever comes; and those of one session.

import { readAll, readJson, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";

const WHOEVER = "Whoever I talk to next";

// The editor of somebody's own points.
export function makePoints() {
  const part = {
    coaches: [],
    list: make("div", { "aria-busy": "true" }),
    form: make("div"),
    trouble: make("div"),
    said: make("p", { class: "rp-unseen", role: "status" }),
  };
  const element = make(
    "section",
    { id: "points", class: "rp-points" },
    make("h2", {}, "What I want to talk about"),
    make("div", { class: "rp-card" }, part.list, part.form, part.trouble, part.said),
  );
  start(part);
  return { element, load: () => load(part) };
}

// What the rep of a session wants to talk about in it, or wanted to in one that was held; null without any.
export async function readSessionPoints(session) {
  const { items } = await readJson(`/coaching/sessions/${session.id}/points`);
  if (!items.length) return null;
  return make(
    "ul",
    { class: "rp-point-list" },
    items.map(({ text }) => make("li", {}, text)),
  );
}

async function start(part) {
  try {
    part.coaches = (await readJson("/coaching/points/coaches")).items;
    fill(
      part.form,
      makeForm(part, {}, "Add point", (body, key) => add(part, body, key)),
    );
    await load(part);
  } catch (error) {
    showProblem(part.list, error, () => start(part));
    part.list.removeAttribute("aria-busy");
  }
}

async function load(part) {
  const points = await readAll("/coaching/points?limit=200");
  fill(
    part.list,
    points.length
      ? make(
          "ul",
          { class: "rp-point-list" },
          points.map((point) => makeRow(part, point)),
        )
      : make("p", { class: "rp-muted" }, "No point yet. It stands in your next session once you write it down."),
  );
  part.list.removeAttribute("aria-busy");
}

function makeRow(part, point) {
  const row = make("li", { class: "rp-action" });
  const show = () => {
    fill(
      row,
      make(
        "p",
        { class: "rp-action__text" },
        point.text,
        " ",
        make("small", {}, point.coach ? `for ${point.coach.name}` : ""),
      ),
      make(
        "p",
        { class: "rp-action__tools" },
        makeTool("Change", point, () => edit(part, row, point, show)),
        makeTool("Drop", point, () => change(part, "DELETE", point, undefined, "Dropped.")),
      ),
    );
  };
  show();
  return row;
}

function makeTool(label, point, onclick) {
  const attributes = {
    type: "button",
    class: "rp-button rp-action__tool",
    "aria-label": `${label}: ${point.text}`,
    onclick,
  };
  return make("button", attributes, label);
}

function edit(part, row, point, leave) {
  const form = makeForm(part, point, "Save", (body) => change(part, "PATCH", point, body, "Saved."));
  form.append(make("button", { type: "button", class: "rp-button", onclick: leave }, "Leave it"));
  fill(row, form);
  form.querySelector("input").focus();
}

function makeForm({ coaches }, { text = "", coach = null }, label, submit) {
  const known = coach && !coaches.some(({ id }) => id === coach.id) ? [...coaches, coach] : coaches;
  const words = make("input", { type: "text", required: true, maxlength: "500", pattern: ".*\\S.*", value: text });
  const pairs = known.map(({ id, name }) => [id, name]);
  const whom = choice([["", WHOEVER], ...pairs]);
  whom.value = coach?.id || "";
  const send = make("button", { type: "submit", class: "rp-button" }, label);
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    labelled(text ? "Point" : "Add a point", words),
    pairs.length ? labelled("For", whom) : null,
    send,
  );
  let key = crypto.randomUUID();
  form.addEventListener("input", () => {
    key = crypto.randomUUID();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    if (await submit({ text: words.value, coach_id: whom.value || null }, key)) {
      words.value = "";
      words.focus();
    }
    send.disabled = false;
  });
  return form;
}

function add(part, body, key) {
  return said(part, () => sendJson("POST", "/coaching/points", body, { key }), "Point added.");
}

function change(part, method, point, body, words) {
  return said(part, () => sendJson(method, `/coaching/points/${point.id}`, body), words);
}

async function said(part, send, words) {
  try {
    await send();
    fill(part.trouble);
    await load(part);
    fill(part.said, words);
    return true;
  } catch (error) {
    showProblem(part.trouble, error);
    return false;
  }
}
