// One skill of somebody: how they stand in it, what that rests on, what would close the gap, and a rating.

import { fill, make } from "../shared/dom.js";
import { makeClosing } from "./closing.js";
import { showEvidence } from "./evidence.js";
import { makeRating } from "./rating.js";
import { drawStanding, sayOwn, sayStanding } from "./standing.js";

// `rated` is called after somebody rated, to read anew what there is.
export function makeDetail({ person, skill, levels, isOwn }, rated) {
  const sentence = sayStanding(skill.standing, levels);
  const own = sayOwn(skill.standing, isOwn);
  return make(
    "div",
    { class: "rp-skill-detail" },
    make("p", {}, sentence),
    drawStanding(skill.standing, levels, sentence),
    own ? make("p", { class: "rp-muted" }, own) : null,
    make("h3", {}, "What this rests on"),
    showEvidence(skill.evidence),
    make("h3", {}, "What teaches it"),
    makeClosing({ person, skill, isOwn }),
    makeRating({ person, skill, levels, isOwn }, rated),
  );
}

// A card that opens; what it holds is made, and asked for, when somebody opens it.
export function makeSkillCard({ summary, isOpen, person, skill, levels, isOwn }, rated) {
  const inside = make("div");
  const card = make("details", { class: "rp-card rp-fold rp-skill-card", open: isOpen }, summary, inside);
  const show = () => fill(inside, makeDetail({ person, skill, levels, isOwn }, rated));
  if (isOpen) show();
  else card.addEventListener("toggle", show, { once: true });
  return card;
}
