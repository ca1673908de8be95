// Calibrations: those that one takes part in, and the form that asks several coaches to score one call.

import { readMe } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readAll, readJson, sendJson } from "../shared/api.js";
import { badge, choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayDay, today } from "../shared/words.js";

const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("Calibrations"));
  try {
    const [me, { items }, rubrics, people] = await Promise.all([
      readMe(),
      readJson("/scoring/calibrations?limit=50"),
      readJson("/scoring/rubrics"),
      readAll("/people?limit=200", 100),
    ]);
    show(items, makeForm({ rubrics: rubrics.items, people: people.filter(({ id }) => id !== me.id) }));
  } catch (error) {
    showProblem(app, error, start);
  }
}

function show(items, form) {
  const open = items.filter(({ closed_at: closed }) => !closed);
  const closed = items.filter(({ closed_at: at }) => at);
  fill(
    app,
    showGroup("To score, or waiting for others", open, "No calibration is open."),
    showGroup("Compared", closed, "None was closed yet."),
    make("details", { class: "rp-card rp-fold" }, make("summary", {}, make("h2", {}, "Calibrate a call")), form),
  );
}

function showGroup(title, items, nothing) {
  return make(
    "section",
    {},
    make("h2", {}, title),
    items.length ? make("ul", { class: "rp-items" }, items.map(showItem)) : make("p", { class: "rp-empty" }, nothing),
  );
}

function showItem({ id, title, rep, took_place_on: day, asked, scored, closed_at: closed, opened_by: by }) {
  return make(
    "li",
    {},
    make("a", { href: `/app/scorecard/?assessment=${id}` }, title),
    " ",
    badge(closed ? "Closed" : `${scored} of ${asked} scored`, closed ? "complete" : "in_progress"),
    make("small", { class: "rp-muted" }, ` ${rep.name}, ${sayDay(day)}, opened by ${by.name}`),
  );
}

function makeForm({ rubrics, people }) {
  const names = people.map(({ id, name }) => [id, name]).sort((one, other) => one[1].localeCompare(other[1]));
  const parts = {
    rep: choice([["", "Choose a person"], ...names], { required: true }),
    rubric: choice(rubrics.map(({ id, title }) => [id, title])),
    title: make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" }),
    day: make("input", { type: "date", required: true, value: today(), max: today() }),
    recording: make("input", { type: "url", required: true, maxlength: "1000", placeholder: "https://" }),
    emails: make("textarea", { rows: "3", required: true }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Ask them to score"),
    trouble: make("div", { role: "status" }),
  };
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("Whose call", parts.rep),
      labelled("Rubric", parts.rubric),
      labelled("What it is called", parts.title),
      labelled("When it took place", parts.day),
      labelled("Recording", parts.recording, "An address that all who score can open."),
      labelled("Who scores beside you", parts.emails, "E-mail addresses of managers, one in each line."),
    ),
    make("p", { class: "rp-actions" }, parts.send),
    parts.trouble,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(parts);
  });
  return form;
}

async function ask(parts) {
  parts.send.disabled = true;
  const body = {
    rep_id: parts.rep.value,
    rubric_id: parts.rubric.value,
    title: parts.title.value,
    took_place_on: parts.day.value,
    recording: parts.recording.value,
    emails: parts.emails.value.split(/[\s,;]+/).filter(Boolean),
  };
  try {
    const made = await sendJson("POST", "/scoring/calibrations", body, { key: crypto.randomUUID() });
    location.assign(`/app/scorecard/?assessment=${made.id}`);
  } catch (error) {
    parts.send.disabled = false;
    showProblem(parts.trouble, error);
  }
}

startFor(start);
