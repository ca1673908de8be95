// The skills of one person, the clearest gap first: one's own, or those of somebody one manages.

import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayDay } from "../shared/words.js";
import { makeSkillCard } from "./detail.js";
import { isSaid, makeBadge, sayCell } from "./standing.js";

// `wanted` is the id of a skill that is open from the beginning.
export function makePersonSkills({ id, isOwn, words, wanted = null }) {
  const view = { id, isOwn, words, wanted, place: make("div", {}, make("p", { role: "status" }, "Loading…")) };
  load(view);
  return view.place;
}

async function load(view) {
  try {
    show(view, await readJson(`/skills/people/${encodeURIComponent(view.id)}`));
  } catch (error) {
    if (error.status === 404)
      fill(view.place, make("p", { class: "rp-empty", role: "alert" }, "There is no such person, or not for you."));
    else showProblem(view.place, error, () => load(view));
  }
}

function show(view, answer) {
  const known = new Set(answer.items.map(({ id }) => id));
  const others = view.words.items.filter(({ id }) => !known.has(id)).map((skill) => ({ ...skill, ...nothingOf() }));
  fill(
    view.place,
    make("h2", {}, view.isOwn ? "Your skills" : personLink(answer.person.id, answer.person.name)),
    make("p", { class: "rp-muted" }, sayJob(answer)),
    answer.items.map((skill) => showSkill(view, answer, skill)),
    others.length
      ? make(
          "details",
          {},
          make("summary", {}, `Other skills (${others.length})`),
          others.map((skill) => showSkill(view, answer, skill)),
        )
      : null,
  );
}

function nothingOf() {
  return {
    standing: { state: "no_evidence", level: null, target: null, own: null, pieces: 0 },
    evidence: [],
  };
}

function sayJob({ job, job_since: since, team_name: team }) {
  const whose = team ? `${team}. ` : "";
  if (!job) return `${whose}No job is known, so nothing is asked.`;
  return `${whose}${job.title} since ${sayDay(since)}. The clearest gap comes first.`;
}

function showSkill(view, { person, levels }, skill) {
  const summary = make(
    "summary",
    {},
    make("strong", {}, skill.name),
    " ",
    isSaid(skill.standing) ? makeBadge(skill.standing) : null,
    skill.standing.level === null ? null : make("small", {}, ` ${sayCell(skill.standing)}`),
  );
  const again = () => {
    view.wanted = skill.id;
    load(view);
  };
  return makeSkillCard({ summary, isOpen: view.wanted === skill.id, person, skill, levels, isOwn: view.isOwn }, again);
}
