// The form that plans a coaching session, or proposes one, once or again and again.

import { readAll, readJson, sendJson } from "../shared/api.js";
import { choice, labelled, make, showProblem } from "../shared/dom.js";
import { withOffset } from "../shared/words.js";
import { nextFreeHour } from "./next-hour.js";
import { makeRepeats } from "./repeats.js";

// Whom somebody may sit down with: those they manage, and their managers, mentors and mentees.
export async function readPartners(me) {
  const isCoach = me.roles.includes("manager") || me.roles.includes("admin");
  const [{ kinds, items }, people, { items: coming }, { items: agendas }] = await Promise.all([
    readJson("/coaching/partners"),
    isCoach ? readAll("/people?limit=200", 100) : [],
    readJson("/coaching/sessions?when=coming&status=accepted&status=proposed&limit=100"),
    readJson("/coaching/agendas"),
  ]);
  const now = new Date();
  const managed = people
    .filter(({ id, left_at: at }) => id !== me.id && (!at || new Date(at) > now))
    .map(({ id, name }) => ({ id, name, part: "rep", kinds: kinds.map(({ kind }) => kind) }));
  const all = [...managed, ...items.filter(({ id }) => !managed.some((one) => one.id === id))];
  all.sort((one, other) => one.name.localeCompare(other.name));
  return { kinds, agendas, coming, people: all, zone: me.zone };
}

// `wanted` says what is chosen already; `planned` is told the session that was made, of several the first.
export function makeScheduleForm({ partners, wanted }, planned) {
  const names = partners.people.map(({ id, name }) => [id, name]);
  const parts = {
    partners,
    who: choice([["", "Choose a person"], ...names], { required: true }),
    kind: choice(partners.kinds.map(({ kind, name }) => [kind, name])),
    topic: make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" }),
    when: make("input", { type: "datetime-local", required: true, value: nextFreeHour(partners.coming) }),
    minutes: make("input", { type: "number", required: true, min: "5", max: "480", value: "30" }),
    place: make("input", { type: "text", maxlength: "1000", placeholder: "https:// or a room" }),
    repeats: makeRepeats({ zone: partners.zone, isOnce: true }),
    agenda: choice([["", "None"], ...partners.agendas.map(({ id, title }) => [id, title])]),
    asks: make("input", { type: "checkbox" }),
    send: make("button", { type: "submit", class: "rp-button rp-button--main" }, "Schedule"),
    status: make("div", { role: "status" }),
    key: crypto.randomUUID(),
  };
  choose(parts, wanted);
  const element = showForm(parts);
  element.addEventListener("input", () => {
    parts.key = crypto.randomUUID();
    follow(parts);
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    schedule(parts, planned);
  });
  follow(parts);
  return { element, focus: () => (parts.who.value ? parts.topic : parts.who).focus() };
}

function showForm(parts) {
  parts.asksField = make("label", { class: "rp-option" }, parts.asks, make("span", {}, "Ask first whether it suits"));
  return make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("With", parts.who),
      labelled("Kind", parts.kind),
      labelled("Topic", parts.topic),
      labelled("When", parts.when, "In the time zone of this device: your next free hour."),
      labelled("Minutes", parts.minutes),
      labelled("Where", parts.place),
      labelled("Agenda", parts.agenda),
      parts.repeats.fields,
    ),
    parts.asksField,
    make("p", { class: "rp-actions" }, parts.send),
    parts.status,
  );
}

function choose(parts, { person, kind, topic }) {
  if (parts.partners.people.some(({ id }) => id === person)) parts.who.value = person;
  if (parts.partners.kinds.some((one) => one.kind === kind)) parts.kind.value = kind;
  if (topic) parts.topic.value = topic;
}

// What may be chosen follows from whom it is with; a rep proposes, a coach plans.
function follow(parts) {
  const partner = parts.partners.people.find(({ id }) => id === parts.who.value);
  for (const option of parts.kind.options) option.disabled = Boolean(partner) && !partner.kinds.includes(option.value);
  if (parts.kind.selectedOptions[0]?.disabled) parts.kind.value = partner.kinds[0];
  const proposes = partner?.part === "coach";
  parts.asksField.hidden = proposes;
  parts.repeats.follow(parts.when.value ? new Date(parts.when.value) : null);
  parts.send.textContent = proposes || parts.asks.checked ? "Propose" : "Schedule";
}

async function schedule(parts, planned) {
  parts.send.disabled = true;
  const partner = parts.partners.people.find(({ id }) => id === parts.who.value);
  const body = {
    [partner.part === "coach" ? "coach_id" : "rep_id"]: partner.id,
    kind: parts.kind.value,
    topic: parts.topic.value,
    scheduled_at: withOffset(parts.when.value),
    minutes: Number(parts.minutes.value),
    place: parts.place.value || null,
    agenda_id: parts.agenda.value || null,
    asks: partner.part === "rep" && parts.asks.checked,
  };
  const rule = parts.repeats.read();
  try {
    const path = rule ? "/coaching/series" : "/coaching/sessions";
    const made = await sendJson("POST", path, rule ? { ...body, rule } : body, { key: parts.key });
    begin(parts, made.sessions || [made]);
    planned(rule ? { ...made.sessions[0], said: made.said } : made);
  } catch (error) {
    showProblem(parts.status, error);
  }
  parts.send.disabled = false;
}

// The next one has a topic and a time of its own.
function begin(parts, made) {
  parts.key = crypto.randomUUID();
  parts.partners.coming.push(...made);
  parts.topic.value = "";
  parts.when.value = nextFreeHour(parts.partners.coming);
  parts.repeats.forget();
  parts.status.replaceChildren();
  follow(parts);
}
