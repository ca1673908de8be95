// What closes a gap: pages of the library that teach the skill, a session on it, and colleagues who offer to help.

import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { nameState, nameType, sayDay } from "../shared/words.js";

const DUE_DAYS = 14;
const SHOWN = 6;

// `about` is whose skill it is; who manages them assigns, schedules and pairs.
export function makeClosing(about) {
  const place = make("div", {}, make("p", { class: "rp-muted", role: "status" }, "Loading…"));
  load(place, about);
  return place;
}

async function load(place, about) {
  const query = new URLSearchParams({ skill: about.skill.id });
  try {
    const [closing, partners] = await Promise.all([
      readJson(`/skills/people/${about.person.id}/closing?${query}`),
      about.isOwn ? readJson("/coaching/partners") : { items: [] },
    ]);
    const met = new Set(partners.items.map(({ id }) => id));
    fill(place, showPages(closing.pages, about), showMentors(closing.mentors, about, met), showSession(about));
  } catch (error) {
    showProblem(place, error, () => load(place, about));
  }
}

function showPages(pages, about) {
  if (!pages.length) return make("p", { class: "rp-muted" }, "No page of the library names this skill yet.");
  const list = (some) =>
    make(
      "ul",
      { class: "rp-items" },
      some.map((page) => showPage(page, about)),
    );
  if (pages.length <= SHOWN) return list(pages);
  return make(
    "div",
    {},
    list(pages.slice(0, SHOWN)),
    make("details", {}, make("summary", {}, `${pages.length - SHOWN} more pages`), list(pages.slice(SHOWN))),
  );
}

function showPage(page, about) {
  const isOpen = page.type === "course" && !page.is_assigned && page.state !== "complete";
  return make(
    "li",
    { class: "rp-closing" },
    make(
      "span",
      {},
      page.url ? make("a", { href: page.url }, page.title) : page.title,
      " ",
      showState(page),
      page.due_on && page.state !== "complete"
        ? make("small", { class: "rp-muted" }, ` due ${sayDay(page.due_on)}`)
        : null,
    ),
    isOpen && !about.isOwn ? makeAssign(page, about) : null,
  );
}

function showState({ type, state, is_assigned: isAssigned }) {
  if (type !== "course") return make("small", { class: "rp-muted" }, nameType(type));
  if (state === null) return badge("Not assigned", "null");
  return badge(isAssigned || state === "complete" ? nameState(state) : `${nameState(state)}, not assigned`, state);
}

function makeAssign(page, { person }) {
  const place = make("span");
  const button = make(
    "button",
    { type: "button", class: "rp-button", "aria-label": `Assign ${page.title} to ${person.name}, due in two weeks` },
    "Assign, two weeks",
  );
  button.addEventListener("click", async () => {
    button.disabled = true;
    const body = { course_id: page.id, person_ids: [person.id], due_days: DUE_DAYS };
    try {
      await sendJson("POST", "/training/assignments", body, { key: crypto.randomUUID() });
      fill(place, make("span", { role: "status" }, badge("Assigned", "complete")));
    } catch (error) {
      button.disabled = false;
      showProblem(place, error);
      place.append(button);
    }
  });
  return fill(place, button);
}

function showSession({ person, skill, isOwn }) {
  if (isOwn) return null;
  const query = new URLSearchParams({ with: person.id, topic: skill.name });
  const text = `Schedule a session on it with ${person.name}`;
  return make(
    "p",
    { class: "rp-actions" },
    make("a", { class: "rp-button", href: `/app/my-coaching/?${query}` }, text),
  );
}

function showMentors(mentors, about, met) {
  const title = make("h3", {}, "Who would help");
  if (!mentors.length)
    return make("div", {}, title, make("p", { class: "rp-muted" }, "Nobody has offered to help with it yet."));
  return make(
    "div",
    {},
    title,
    make(
      "ul",
      { class: "rp-items" },
      mentors.map((mentor) => showMentor(mentor, about, met)),
    ),
    about.isOwn && mentors.some(({ id }) => !met.has(id))
      ? make("p", { class: "rp-muted" }, "Your manager can make somebody of another team your mentor.")
      : null,
  );
}

function showMentor({ id, name, team_name: team, is_strong: isStrong }, about, met) {
  return make(
    "li",
    { class: "rp-closing" },
    make(
      "span",
      {},
      name,
      team ? make("small", { class: "rp-muted" }, ` ${team}`) : null,
      isStrong ? [" ", badge("Strong in it", "complete")] : null,
    ),
    about.isOwn ? showMeeting(id, about, met) : makePair({ id, name }, about),
  );
}

function showMeeting(id, { skill }, met) {
  if (!met.has(id)) return null;
  const query = new URLSearchParams({ with: id, kind: "mentoring", topic: skill.name });
  return make("a", { class: "rp-button", href: `/app/my-coaching/?${query}` }, "Propose a session");
}

function makePair(mentor, { person }) {
  const place = make("span");
  const button = make(
    "button",
    { type: "button", class: "rp-button", "aria-label": `Make ${mentor.name} the mentor of ${person.name}` },
    "Make mentor",
  );
  button.addEventListener("click", async () => {
    button.disabled = true;
    const body = { mentee_id: person.id, mentor_id: mentor.id };
    try {
      await sendJson("POST", "/coaching/pairs", body, { key: crypto.randomUUID() });
      fill(place, make("span", { role: "status" }, badge("Mentor from today on", "complete")));
    } catch (error) {
      button.disabled = false;
      showProblem(place, error);
      place.append(button);
    }
  });
  return fill(place, button);
}
