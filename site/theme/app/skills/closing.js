// One skill of somebody: what it rests on, what would close the gap, and a rating by who looks at it.

import { readJson, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";
import { KINDS, one, sayStanding } from "./standing.js";

// `about` is whose skill it is; a manager assigns and schedules, everybody rates.
export function makeSkill({ person, skill, states, levels, isOwn }, changed) {
  const place = make("div", {}, make("p", { class: "rp-muted" }, "Loading"));
  load(place, { person, skill, states, levels, isOwn }, changed);
  return place;
}

async function load(place, about, changed) {
  const { person, skill } = about;
  const path = about.isOwn ? "/skills/me" : `/skills/people/${person.id}`;
  try {
    const [all, closing] = await Promise.all([
      readJson(path),
      readJson(`/skills/people/${person.id}/closing?skill=${encodeURIComponent(skill.id)}`),
    ]);
    const found = all.items.find(({ id }) => id === skill.id);
    fill(
      place,
      make("p", {}, sayStanding(closing.standing, about.states)),
      showEvidence(found?.evidence || []),
      showPages(closing.pages, about),
      showMentors(closing.mentors, about),
      makeRating(about, changed),
    );
  } catch (error) {
    showProblem(place, error, () => load(place, about, changed));
  }
}

function showEvidence(evidence) {
  if (!evidence.length) return make("p", { class: "rp-muted" }, "There is no evidence yet. That is not a zero.");
  return make(
    "details",
    { open: true },
    make("summary", {}, `Evidence (${evidence.length})`),
    make("ul", { class: "rp-items" }, evidence.slice(0, 20).map(showPiece)),
  );
}

function showPiece({ kind, day, level, weight, title, by, note, assessment_id: assessment, url }) {
  const address = assessment ? `/app/scorecard/?assessment=${assessment}` : url;
  const what = title || KINDS[kind];
  return make(
    "li",
    {},
    address ? make("a", { href: address }, what) : what,
    ` level ${one(level)}`,
    make(
      "small",
      { class: "rp-muted" },
      ` ${KINDS[kind]}${by ? ` by ${by}` : ""}, ${sayDay(day)}, counts ${one(weight)}`,
    ),
    note ? make("div", {}, make("q", {}, note)) : null,
  );
}

function showPages(pages, { person, skill, isOwn }) {
  if (!pages.length) return make("p", { class: "rp-muted" }, "The library teaches this nowhere yet.");
  return make(
    "div",
    {},
    make("h4", {}, "What teaches it"),
    make(
      "ul",
      { class: "rp-items" },
      pages.map((page) =>
        make(
          "li",
          {},
          page.url ? make("a", { href: page.url }, page.title) : page.title,
          make("small", { class: "rp-muted" }, ` ${sayState(page)}`),
          !isOwn && page.type === "course" && !page.is_assigned && page.state !== "complete"
            ? make(
                "a",
                { class: "rp-button", href: `/app/assignments/?person_id=${person.id}&course_id=${page.id}` },
                "Assign",
              )
            : null,
        ),
      ),
    ),
    isOwn
      ? null
      : make(
          "p",
          { class: "rp-actions" },
          make(
            "a",
            { class: "rp-button", href: `/app/my-coaching/?with=${person.id}&topic=${encodeURIComponent(skill.name)}` },
            "Schedule a session on it",
          ),
        ),
  );
}

function sayState({ type, state, is_assigned: isAssigned, due_on: due }) {
  if (state === "complete") return "done";
  if (isAssigned) return due ? `assigned, by ${sayDay(due)}` : "assigned";
  return type.replace("-", " ");
}

function showMentors(mentors, { isOwn }) {
  if (!mentors.length) return null;
  return make(
    "div",
    {},
    make("h4", {}, "Who would help"),
    make(
      "ul",
      { class: "rp-items" },
      mentors.map(({ name, team_name: team, is_strong: isStrong }) =>
        make(
          "li",
          {},
          name,
          make("small", { class: "rp-muted" }, ` ${team || ""}${isStrong && !isOwn ? ", strong in it" : ""}`),
        ),
      ),
    ),
  );
}

function makeRating({ person, skill, levels, isOwn }, changed) {
  const level = choice(levels.map((name, place) => [String(place + 1), `${place + 1}: ${name}`]));
  const note = make("input", { type: "text", maxlength: "1000" });
  const send = make("button", { type: "submit", class: "rp-button" }, "Keep the rating");
  const trouble = make("div", { role: "status" });
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    labelled(isOwn ? "How you see yourself" : `How you see ${person.name}`, level),
    labelled("Why (if you like)", note),
    send,
    trouble,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      const body = { skill: skill.id, level: Number(level.value), note: note.value || null };
      await sendJson("POST", `/skills/people/${person.id}/ratings`, body, { key: crypto.randomUUID() });
      fill(trouble, "Kept.");
      changed();
    } catch (error) {
      showProblem(trouble, error);
    }
    send.disabled = false;
  });
  return make("details", {}, make("summary", {}, "Rate it"), form);
}
