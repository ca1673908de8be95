// My coaching: what waits for me, what is to come, what I want to talk about and agreed, and what was held.

import { makeToScore } from "../scoring/assessments.js";
import { readMe } from "../shared/account.js";
import { offerCalendar } from "../shared/calendar.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeZoneSetting, offerDeviceZone } from "../shared/time-zone.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayMoment } from "../shared/words.js";
import { makeAdvice } from "./advice.js";
import { makeMentoring } from "./mentoring.js";
import { makeMyActions } from "./my-actions.js";
import { makePoints } from "./points.js";
import { makeScheduleForm, readPartners } from "./schedule.js";
import { makeSeries } from "./series.js";
import { makeSessionList, makeUnmarkedList, makeWaitingList, sessionUrl } from "./session-list.js";

const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);

async function start() {
  fill(app, makeWaiting("To come"));
  try {
    const me = await readMe();
    const [partners, toScore] = await Promise.all([readPartners(me), makeToScore()]);
    await show(me, partners, toScore);
  } catch (error) {
    showProblem(app, error, start);
  }
}

async function show(me, partners, toScore) {
  const said = make("div");
  const lists = makeLists(me);
  const wanted = { person: asked.get("with"), kind: asked.get("kind"), topic: asked.get("topic") };
  const form = makeScheduleForm({ partners, wanted }, (made) => {
    history.replaceState(history.state, "", location.pathname);
    fill(said, showMade(made, me));
    said.firstElementChild.focus({ preventScroll: true });
    lists.coming.load();
    lists.series.load();
  });
  const actions = makeMyActions(me).element;
  // What appears above must not push what is read below.
  await Promise.all([lists.waiting.ready, lists.unmarked.ready, lists.coming.ready]);
  fill(
    app,
    said,
    offerDeviceZone(me, start),
    showScheduling(form, Boolean(wanted.person)),
    lists.waiting.element,
    lists.unmarked.element,
    toScore,
    lists.coming.element,
    me.roles.includes("rep") ? makePoints().element : null,
    actions,
    me.roles.includes("rep") ? makeOwnAdvice(me) : null,
    lists.series.element,
    lists.past.element,
    makeMentoring({}),
    makeZoneSetting(me, () => {}),
    offerCalendar(),
  );
  if (wanted.person) form.focus();
}

// The same list that managers see, about oneself.
function makeOwnAdvice({ id }) {
  return makeAdvice({
    title: "What your managers may coach you on",
    query: `?person_id=${id}`,
    nothing: "No rule names you.",
    isOwn: true,
  });
}

function makeLists(me) {
  const coming = makeSessionList({
    title: "To come",
    query: "when=coming&status=accepted&status=proposed&limit=10",
    nothing: "No session is planned.",
    me,
  });
  const past = makeSessionList({
    title: "Over",
    query: "when=past&status=held&status=missed&status=cancelled&order=desc&limit=10",
    nothing: "No session has been held yet.",
    me,
  });
  const series = makeSeries(me, () => coming.load());
  const waiting = makeWaitingList(me, () => {
    coming.load();
    series.load();
  });
  return { coming, waiting, past, series, unmarked: makeUnmarkedList(me, () => past.load()) };
}

function showMade({ id, coach, rep, topic, scheduled_at: at, status, said }, me) {
  const other = coach.id === me.id ? rep : coach;
  const done = status === "proposed" ? "Proposed to" : "Planned with";
  return make(
    "p",
    { class: "rp-note rp-note--good", role: "status", tabindex: "-1" },
    `${done} ${other.name} for ${sayMoment(at)}: `,
    make("a", { href: sessionUrl(id) }, topic),
    said ? `, ${said}` : "",
  );
}

function showScheduling({ element }, isOpen) {
  return make(
    "details",
    { class: "rp-card rp-fold", open: isOpen },
    make("summary", {}, make("h2", {}, "Schedule a session")),
    element,
  );
}

start();
