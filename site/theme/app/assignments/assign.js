// The form that assigns a course or a path: it says whom it would reach while it is filled in, gives it, and follows.

import { signedIn } from "../shared/account.js";
import { readJson, sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { count, daysFrom, sayDay, today } from "../shared/words.js";
import { readCourses, readPaths, readPeople, readTeams } from "../team/choices.js";
import { bodyOf, makeFields, namesGroup, sayMissing, showFields } from "./assign-fields.js";

const PAUSE_MS = 250;
const WAITS = [500, 1000, 2000, 5000];

// `asked` are the ids of a course, a team and a person that are chosen already; `changed` is told what was given.
export function makeAssignForm(asked, changed) {
  const place = make("div", {}, make("p", { class: "rp-form-waiting" }, "Loading…"));
  load(place, asked, changed);
  return place;
}

async function load(place, asked, changed) {
  try {
    const [me, ...known] = await Promise.all([signedIn, readCourses(), readPaths(), readTeams(), readPeople()]);
    const [courses, paths, teams, people] = known;
    const own = ownTeam(me, teams, asked);
    const fields = makeFields({ courses, paths, teams, people }, { ...asked, team: asked.team || own });
    fill(place, makeForm(fields, own, changed));
  } catch (error) {
    showProblem(place, error, () => load(place, asked, changed));
  }
}

// Who comes to assign something and names nobody means their team.
function ownTeam(me, teams, { isAsked, team, person }) {
  if (!isAsked || team || person) return undefined;
  if (teams.length === 1) return teams[0].id;
  return me?.roles.includes("admin") ? undefined : teams.find(({ id }) => id === me?.team_id)?.id;
}

function makeForm(fields, ownTeamId, changed) {
  const form = {
    fields,
    changed,
    guessed: ownTeamId,
    reach: make("p", { class: "rp-reach", role: "status" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main", disabled: true }, "Assign"),
    outcome: make("div", { class: "rp-outcome", role: "status", tabindex: "-1" }),
    // What was counted, and is sent as it is.
    counted: null,
    timer: 0,
    turn: 0,
  };
  form.element = make(
    "form",
    { class: "rp-form" },
    showFields(fields),
    make("div", { class: "rp-form-end" }, form.outcome, form.reach, make("p", { class: "rp-actions" }, form.send)),
  );
  form.element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.counted) assign(form, form.counted);
  });
  form.element.addEventListener("input", ({ target }) => {
    forgetGuess(form, target);
    countSoon(form);
  });
  countReach(form);
  return form.element;
}

// A team that nobody chose goes away when people are named instead.
function forgetGuess(form, target) {
  if (!form.guessed) return;
  if (form.fields.picker.element.contains(target) && form.fields.team.value === form.guessed)
    form.fields.team.value = "";
  else if (target !== form.fields.team) return;
  form.guessed = undefined;
}

// Whatever is changed is counted anew before it can be sent: what is sent is what was shown.
function countSoon(form) {
  form.turn += 1;
  form.counted = null;
  form.send.disabled = true;
  form.reach.setAttribute("aria-busy", "true");
  fill(form.outcome);
  clearTimeout(form.timer);
  form.timer = setTimeout(() => countReach(form), PAUSE_MS);
}

async function countReach(form) {
  const asking = (form.turn += 1);
  const body = bodyOf(form.fields);
  const missing = sayMissing(body) || (form.element.checkValidity() ? "" : "Something isn't filled in rightly yet.");
  if (missing) return sayReach(form, missing);
  try {
    const found = await sendJson("POST", "/training/assignments?dry_run=true", body);
    if (asking !== form.turn) return;
    form.counted = { body, key: crypto.randomUUID() };
    form.send.disabled = false;
    sayReach(form, sayCount(found, body), sayAlready(found));
  } catch (error) {
    if (asking !== form.turn) return;
    sayReach(form, "");
    showProblem(form.outcome, error, () => countReach(form));
  }
}

function sayReach(form, text, warning = "") {
  form.reach.removeAttribute("aria-busy");
  fill(form.reach, text, warning ? make("span", { class: "rp-reach__already" }, warning) : null);
}

function sayCount({ reached }, body) {
  const whom = reached ? `It would reach ${count(reached, "person", "people")} now` : "It would reach nobody now";
  return `${whom}${sayDue(body)}${namesGroup(body) ? ", and whoever fits later." : "."}`;
}

// A path has a day for each of its courses.
function sayDue({ due_on: day, due_days: days, starts_on: start }) {
  if (day) return `, due ${sayDay(day)}`;
  return days === undefined ? "" : `, due ${sayDay(daysFrom(start || today(), days))}`;
}

// Who assigns the same again should know it before, not find two of it in the list.
function sayAlready({ reached, already, already_due_on: day }) {
  if (!already) return "";
  const due = day ? `, due ${sayDay(day)}` : "";
  if (reached === 1) return `They have it already${due}.`;
  return `${already.toLocaleString("en-GB")} of these ${reached.toLocaleString("en-GB")} ${already === 1 ? "has" : "have"} it already${due}.`;
}

async function assign(form, { body, key }) {
  form.send.disabled = true;
  try {
    const rule = await sendJson("POST", "/training/assignments", body, { key });
    form.counted = null;
    form.fields.picker.clear();
    sayReach(form, "");
    form.changed();
    await follow(form, rule, body);
  } catch (error) {
    form.send.disabled = !form.counted;
    showProblem(form.outcome, error, form.counted ? () => assign(form, { body, key }) : undefined);
  }
}

// Many people get it a little later; the page asks again until all of them have it.
async function follow(form, rule, { team_id: team }) {
  const { turn: mine } = form;
  const isLater = rule.starts_on > today();
  for (let step = 0; !rule.is_applied && !isLater && mine === form.turn; step += 1) {
    const sofar = count(peopleOf(rule), "person has", "people have");
    tell(form, "info", `Being assigned: ${sofar} it so far…`);
    await new Promise((done) => {
      setTimeout(done, WAITS[Math.min(step, WAITS.length - 1)]);
    });
    rule = await readJson(`/training/assignments/${rule.id}`);
    if (rule.is_applied) form.changed();
  }
  if (mine !== form.turn) return;
  if (isLater) tell(form, "good", `Assigned; it begins on ${sayDay(rule.starts_on)}.`);
  else tell(form, "good", "Assigned to ", linkPeople(rule, team), ".");
}

// The button that was pressed can't keep the focus; what came of it has it then.
function tell({ outcome, element }, kind, ...said) {
  const isFree = document.activeElement === document.body || element.contains(document.activeElement);
  fill(outcome, make("p", { class: `rp-note rp-note--${kind}` }, said));
  if (isFree) outcome.focus({ preventScroll: true });
}

// Who has it stands in the list of records, which takes one course at a time.
function linkPeople(rule, team) {
  const said = count(peopleOf(rule), "person", "people");
  if (rule.courses.length > 1) return said;
  const query = new URLSearchParams({ state: "all", course_id: rule.courses[0].course_id });
  if (team) query.set("team_id", team);
  return make("a", { href: `/app/my-team/?${query}#records` }, said);
}

// Of a path each course is counted for itself.
function peopleOf({ given, courses }) {
  return Math.round(given / courses.length);
}
