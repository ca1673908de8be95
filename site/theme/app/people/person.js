// A person's page: who they are, how they stand in their training, and the sessions between them and who reads it.

import { makeSessionList } from "../coaching/session-list.js";
import { makeAssessments } from "../scoring/assessments.js";
import { makeTrends } from "../scoring/trends.js";
import { readMe } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { ROLES, sayDate, sayDay, today } from "../shared/words.js";
import { makeSignIns } from "./sign-ins.js";
import { showTraining } from "./training.js";

const NOBODY = "There is no such person, or their page isn't yours to see.";
const app = document.getElementById("app");

async function start() {
  const id = new URLSearchParams(location.search).get("id");
  fill(app, makeWaiting("Training"));
  try {
    const me = await readMe();
    const person = !id || id === me.id ? me : await readJson(`/people/${encodeURIComponent(id)}`);
    const view = { me, person, isOwn: person.id === me.id, training: make("div") };
    const known = await Promise.all([readTraining(view), readSince(person)]);
    show(view, ...known);
  } catch (error) {
    if (error.status === 404) fill(app, make("p", { class: "rp-empty", role: "alert" }, NOBODY));
    else showProblem(app, error, start);
  }
}

function show(view, records, since) {
  const { me, person, isOwn } = view;
  const isManager = me.roles.includes("manager") || me.roles.includes("admin");
  fill(document.querySelector("h1"), person.name);
  document.title = document.title.replace(/^[^-]*/, `${person.name} `);
  fill(
    app,
    showFacts(person, since),
    isManager && !isOwn && !hasLeft(person) ? showActions(person) : null,
    me.roles.includes("admin") ? showAdmin(person) : null,
    make("section", {}, make("h2", {}, "Training"), view.training),
    makeSessions(view),
    makeAssessments({
      query: `person_id=${person.id}`,
      opening: isOwn || isManager ? { rep: person, isOwn } : null,
      nothing: "Nothing was scored yet that you may see.",
    }),
    makeTrends(person.id),
    isOwn ? makeSignIns() : null,
  );
  showRecords(view, records);
}

function showFacts(person, since) {
  const facts = {
    Team: person.team_name || "No team",
    "In this team since": person.team_id && since && sayDay(since),
    Role: person.roles.map((role) => ROLES[role] || role).join(", "),
    Job: person.job_title,
    Region: person.region,
    "With the company since": person.hired_on && sayDay(person.hired_on),
    [hasLeft(person) ? "Left on" : "Leaves on"]: person.left_at && sayDate(person.left_at),
  };
  const shown = Object.entries(facts).filter(([, value]) => value);
  return make(
    "dl",
    { class: "rp-person__facts" },
    shown.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
  );
}

function hasLeft({ left_at: at }) {
  return Boolean(at) && new Date(at) <= new Date();
}

function showActions({ id }) {
  const link = (page, text) => make("a", { class: "rp-button", href: `/app/${page}=${id}` }, text);
  return make(
    "p",
    { class: "rp-actions" },
    link("my-coaching/?with", "Schedule a session"),
    link("assignments/?person_id", "Assign a course"),
  );
}

function showAdmin({ id }) {
  return make("p", {}, make("a", { href: `/app/people/?id=${id}` }, "Change, join or erase this record"));
}

// Everybody may read their own tasks; records of others are for those who manage them.
async function readTraining({ person, isOwn }) {
  if (isOwn) {
    const { items } = await readJson("/training/mine");
    return items.map(({ title, url, ...task }) => ({ ...task, course_title: title, course_url: url }));
  }
  const records = [];
  for (let page = 1, hasMore = true; hasMore; page += 1) {
    const answer = await readJson(`/training/records?person_id=${person.id}&page=${page}&limit=200`);
    records.push(...answer.items);
    hasMore = answer.has_more;
  }
  return records;
}

// Since when they are in their team without a break; nothing when that was never recorded.
async function readSince({ id, team_id: team }) {
  const { items } = await readJson(`/people/${id}/memberships`);
  const past = items.filter(({ since }) => since <= today());
  const before = past.findLastIndex((row) => row.team_id !== team || !row.is_employed);
  return past[before + 1]?.since;
}

function showRecords(view, records) {
  const again = async () => showRecords(view, await readTraining(view));
  showTraining(view.training, { person: view.person, isOwn: view.isOwn, records }, again);
}

function makeSessions({ me, person, isOwn }) {
  const { element } = makeSessionList({
    title: "Coaching",
    query: isOwn ? "order=desc&limit=20" : `person_id=${person.id}&order=desc&limit=20`,
    nothing: isOwn ? "You have no session yet." : `You have no session with ${person.name} yet.`,
    me,
  });
  element.append(make("p", { class: "rp-hint" }, "A session is seen by its two people and by nobody else."));
  return element;
}

start();
