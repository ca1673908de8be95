// The head of a session: when, with whom, how it stands, and what may be done with it now.

import { sayStatus } from "../coaching/session-list.js";
import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayMinutes, sayMoment, withOffset } from "../shared/words.js";

const EVENTS = {
  proposed: "Proposed",
  accepted: "Agreed",
  moved: "Moved",
  changed: "Changed",
  held: "Marked as held",
  missed: "Marked as missed",
  cancelled: "Cancelled",
  reopened: "Put right",
};
// Where there is room for all of it.
const WIDE = "(min-width: 60em)";
// What is done at once, and what asks for more first.
const AT_ONCE = { accept: ["Accept", "accepted"], hold: ["Mark as held", "held"], reopen: ["Put right", "reopened"] };
const ASKING = { move: "Move", edit: "Edit", miss: "Mark as missed", cancel: "Cancel" };

export function makeHead(session, me) {
  const element = make("header", { class: "rp-session-head" });
  show(session);
  return element;

  function show(now) {
    const trouble = make("div");
    const form = make("div");
    const ways = makeWays(now, form, trouble);
    fill(document.querySelector("h1"), now.topic);
    document.title = document.title.replace(/^[^-]*/, `${now.topic} `);
    fill(
      element,
      make("p", { class: "rp-session-head__facts" }, sayStatus(now.status), " ", sayWhen(now, me)),
      make("p", { class: "rp-card__facts" }, sayWho(now, me), now.place ? [" · ", showPlace(now.place)] : null),
      ways.now.length ? make("p", { class: "rp-actions" }, ways.now) : null,
      trouble,
      make(
        "details",
        { class: "rp-session-head__more", open: matchMedia(WIDE).matches },
        make("summary", {}, "Change it"),
        ways.later.length ? make("p", { class: "rp-actions" }, ways.later) : null,
        form,
        now.events.length ? showEvents(now) : null,
      ),
    );
  }

  // What waits for somebody, and what is done at the end of a session, is at hand.
  function makeWays(now, form, trouble) {
    const hasBegun = new Date(now.scheduled_at) <= new Date();
    const ways = { now: [], later: [] };
    for (const name of now.actions) {
      const isMain = name === "accept" || (name === "hold" && hasBegun);
      if (AT_ONCE[name]) {
        const [label, path] = AT_ONCE[name];
        ways[isMain ? "now" : "later"].push(button(label, () => send(now, path, undefined, trouble), isMain));
      } else if (ASKING[name]) {
        ways.later.push(button(ASKING[name], () => fill(form, makeForm(now, name, form, trouble))));
      }
    }
    return ways;
  }

  async function send(now, path, body, trouble) {
    fill(trouble);
    try {
      show(await sendJson(path ? "POST" : "PATCH", `/coaching/sessions/${now.id}${path && `/${path}`}`, body));
    } catch (error) {
      showProblem(trouble, error);
    }
  }

  function makeForm(now, name, form, trouble) {
    const { fields, read, path } = asked(now, name);
    const made = make(
      "form",
      { class: "rp-form rp-form--small" },
      fields,
      make("button", { type: "submit", class: "rp-button rp-button--main" }, ASKING[name]),
      make("button", { type: "button", class: "rp-button", onclick: () => fill(form) }, "Not now"),
    );
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      send(now, path, read(), trouble);
    });
    return made;
  }
}

function button(label, act, isMain = false) {
  return make("button", { type: "button", class: `rp-button${isMain ? " rp-button--main" : ""}`, onclick: act }, label);
}

function sayWhen({ scheduled_at: at, minutes, coach, coach_zone: coachZone, rep_zone: repZone }, me) {
  const theirs = coach.id === me.id ? repZone : coachZone;
  return `${sayMoment(at)}, ${sayMinutes(minutes)}${theirs ? sayThere(at, theirs) : ""}`;
}

// The time of the other one's clock, where it is another, and the day where that is.
function sayThere(at, zone) {
  const [here, there] = [undefined, zone].map((timeZone) => ({
    day: new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short" }),
    clock: new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }),
  }));
  const [day, clock] = [there.day.format(new Date(at)), there.clock.format(new Date(at))];
  const isSameDay = day === here.day.format(new Date(at));
  if (isSameDay && clock === here.clock.format(new Date(at))) return "";
  return ` (${isSameDay ? "" : `${day}, `}${clock} in ${nameZone(zone)})`;
}

function nameZone(zone) {
  return zone.split("/").at(-1).replaceAll("_", " ");
}

function sayWho({ coach, rep, kind_name: kind }, me) {
  const isCoach = coach.id === me.id;
  const other = isCoach ? personLink(rep.id, rep.name) : coach.name;
  return [kind ? `${kind} with ` : "With ", other, isCoach ? "" : ", who coaches you"];
}

function showPlace(place) {
  return /^https:\/\//.test(place) ? make("a", { href: place, rel: "noopener noreferrer" }, "Join the call") : place;
}

function showEvents({ events }) {
  const rows = events.map(({ kind, at, by, scheduled_at: to, reason }) =>
    make(
      "li",
      {},
      `${EVENTS[kind] || kind} by ${by.name}, ${sayMoment(at)}`,
      kind === "moved" ? `: to ${sayMoment(to)}` : "",
      reason ? make("span", { class: "rp-muted" }, ` “${reason}”`) : null,
    ),
  );
  return make("details", {}, make("summary", {}, "What happened to it"), make("ul", {}, rows));
}

function asked(now, name) {
  if (name === "move") return { ...askWhen(now), path: "moved" };
  if (name === "edit") return { ...askWhat(now), path: "" };
  return { ...askWhy(name), path: name === "miss" ? "missed" : "cancelled" };
}

function askWhat({ topic, place }) {
  const what = make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*", value: topic });
  const where = make("input", { type: "text", maxlength: "1000", value: place || "" });
  const fields = [labelled("Topic", what), labelled("Room, or address of the call", where)];
  return { fields, read: () => ({ topic: what.value.trim(), place: where.value.trim() || null }) };
}

function askWhen({ scheduled_at: at, minutes }) {
  const local = new Date(new Date(at).getTime() - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const when = make("input", { type: "datetime-local", required: true, value: local });
  const long = make("input", { type: "number", required: true, min: "5", max: "480", value: minutes });
  const why = make("input", { type: "text", maxlength: "500" });
  const fields = [labelled("When", when), labelled("Minutes", long), labelled("Why (if you like)", why)];
  const read = () => ({
    scheduled_at: withOffset(when.value),
    minutes: Number(long.value),
    reason: why.value.trim() || null,
  });
  return { fields, read };
}

function askWhy(name) {
  const isAsked = name === "cancel";
  const why = make("input", { type: "text", maxlength: "500", required: isAsked, pattern: isAsked ? ".*\\S.*" : null });
  const fields = [labelled(isAsked ? "Why" : "Why (if you like)", why)];
  return { fields, read: () => ({ reason: why.value.trim() || null }) };
}
