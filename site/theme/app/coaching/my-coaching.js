// My coaching: my sessions, those to come first, and for managers the form that schedules one.

import { readMe } from "../shared/account.js";
import { readAll } from "../shared/api.js";
import { offerCalendar } from "../shared/calendar.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayMoment } from "../shared/words.js";
import { makeOverdue } from "./overdue-items.js";
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
  const overdue = makeOverdue(sessions, me);
  const cardOf = (session) =>
    makeSessionCard(session, me, () => load(), { changed: overdue.learn, isOpen: session === held[0] });
  fill(
    app,
    said,
    form ? showScheduling(form, isOpen) : null,
    overdue.element,
    showGroup("To come", toCome.map(cardOf), "No session is planned."),
    showGroup("Held", held.map(cardOf), "No session has been held yet."),
    offerCalendar(),
  );
  if (isOpen) form?.focus?.();
  said?.focus({ preventScroll: true });
  if (!isOpen && !said) goToAsked();
}

// The address may ask for one session, which was not there yet when the browser looked for it.
function goToAsked() {
  const card = location.hash.startsWith("#session-") ? document.getElementById(location.hash.slice(1)) : null;
  if (!card) return;
  const fold = card.querySelector("details");
  if (fold?.firstElementChild.classList.contains("rp-session__line")) fold.setAttribute("open", "");
  card.setAttribute("tabindex", "-1");
  card.scrollIntoView();
  card.focus({ preventScroll: true });
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

function showGroup(title, cards, nothing) {
  return make("section", {}, make("h2", {}, title), cards.length ? cards : make("p", { class: "rp-empty" }, nothing));
}

addEventListener("hashchange", goToAsked);
start();
