// My coaching: my sessions, those to come first, and for managers the form that schedules one.

import { readMe } from "../shared/account.js";
import { readAll } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayMoment } from "../shared/words.js";
import { makeScheduleForm, readRepsOf } from "./schedule.js";
import { inGroups, makeSessionCard } from "./session-card.js";

const app = document.getElementById("app");

function start() {
  fill(app, makeWaiting("To come"));
  return load({ wanted: new URLSearchParams(location.search).get("with") });
}

async function load({ wanted = null, made = null } = {}) {
  try {
    const [me, sessions] = await Promise.all([readMe(), readAll("/coaching/sessions?limit=200")]);
    const isCoach = me.roles.includes("manager") || me.roles.includes("admin");
    const form = isCoach && makeScheduleForm({ people: await readRepsOf(me), sessions, wanted }, tell);
    show({ me, sessions, form, isOpen: Boolean(wanted), made });
  } catch (error) {
    showProblem(app, error, start);
  }
}

// The address asked for one session, which is there now.
function tell(made) {
  history.replaceState(history.state, "", location.pathname);
  return load({ made });
}

function show({ me, sessions, form, isOpen, made }) {
  const { toCome, held } = inGroups(sessions);
  const said = made && showMade(made);
  fill(
    app,
    said,
    form ? showScheduling(form, isOpen) : null,
    showGroup("To come", toCome, me, "No session is planned."),
    showGroup("Held", held, me, "No session has been held yet."),
  );
  if (isOpen) form?.focus?.();
  said?.focus({ preventScroll: true });
}

function showMade({ rep, topic, scheduled_at: at }) {
  const text = `Scheduled with ${rep.name} on ${sayMoment(at)}: ${topic}`;
  return make("p", { class: "rp-note rp-note--good", role: "status", tabindex: "-1" }, text);
}

function showScheduling({ element }, isOpen) {
  return make(
    "details",
    { class: "rp-card rp-fold", open: isOpen },
    make("summary", {}, make("h2", {}, "Schedule a session")),
    element,
  );
}

function showGroup(title, sessions, me, nothing) {
  const cards = sessions.map((session) => makeSessionCard(session, me, () => load()));
  return make("section", {}, make("h2", {}, title), cards.length ? cards : make("p", { class: "rp-empty" }, nothing));
}

start();
