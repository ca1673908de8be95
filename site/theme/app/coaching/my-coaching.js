// My coaching: my sessions, those to come first, and for managers the form that schedules one.

import { readMe } from "../shared/account.js";
import { readAll } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeScheduleForm } from "./schedule.js";
import { makeSessionCard } from "./session-card.js";

const app = document.getElementById("app");

async function start() {
  fill(app, make("p", { class: "rp-status", role: "status" }, "Loading…"));
  try {
    const [me, sessions] = await Promise.all([readMe(), readAll("/coaching/sessions?limit=200")]);
    show(me, sessions);
  } catch (error) {
    showProblem(app, error, start);
  }
}

function show(me, sessions) {
  const isCoach = me.roles.includes("manager") || me.roles.includes("admin");
  const toCome = sessions.filter((session) => !session.held_at).sort((one, other) => byTime(one, other));
  const held = sessions.filter((session) => session.held_at).sort((one, other) => byTime(other, one));
  fill(
    app,
    isCoach ? showScheduling() : null,
    showGroup("To come", toCome, me, "No session is planned."),
    showGroup("Held", held, me, "No session has been held yet."),
  );
}

function byTime(one, other) {
  return new Date(one.scheduled_at).getTime() - new Date(other.scheduled_at).getTime();
}

function showScheduling() {
  return make(
    "details",
    { class: "rp-card rp-fold" },
    make("summary", {}, make("h2", {}, "Schedule a session")),
    makeScheduleForm(start),
  );
}

function showGroup(title, sessions, me, nothing) {
  const cards = sessions.map((session) => makeSessionCard(session, me, start));
  return make("section", {}, make("h2", {}, title), cards.length ? cards : make("p", { class: "rp-empty" }, nothing));
}

start();
