// One's own skills: how they stand by the evidence, what the job asks, and in which one would help others.

import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { makeSkill } from "./closing.js";
import { MARKS, sayStanding } from "./standing.js";

export function makeOwn({ me, words }) {
  const place = make("div");
  load(place, { me, words });
  return make("section", {}, make("h2", {}, "My skills"), place, makeOffers(words));
}

async function load(place, about) {
  try {
    show(place, await readJson("/skills/me"), about);
  } catch (error) {
    showProblem(place, error, () => load(place, about));
  }
}

function show(place, { items, job, levels }, { me, words }) {
  const known = new Set(items.map(({ id }) => id));
  const others = words.items.filter(({ id }) => !known.has(id));
  fill(
    place,
    make(
      "p",
      { class: "rp-muted" },
      job ? `By what the job of ${job.title} asks.` : "You have no job with targets yet.",
    ),
    items.map((skill) => showSkill({ me, words, levels, skill })),
    others.length
      ? make(
          "details",
          {},
          make("summary", {}, `Other skills (${others.length})`),
          others.map((skill) => showSkill({ me, words, levels, skill })),
        )
      : null,
  );
}

function showSkill({ me, words, levels, skill }) {
  const [word, kind] = skill.standing ? MARKS[skill.standing.state] : MARKS.no_evidence;
  const inside = make("div");
  const fold = make(
    "details",
    { class: "rp-card" },
    make(
      "summary",
      {},
      make("strong", {}, skill.name),
      " ",
      badge(word, kind),
      " ",
      make("small", {}, skill.standing ? sayStanding(skill.standing, words.states) : ""),
    ),
    inside,
  );
  const open = () =>
    fill(
      inside,
      makeSkill({ person: me, skill, states: words.states, levels, isOwn: true }, () => {}),
    );
  fold.addEventListener("toggle", open, { once: true });
  return fold;
}

function makeOffers(words) {
  const place = make("div");
  loadOffers(place, words);
  return make("details", { class: "rp-card" }, make("summary", {}, "Skills in which I would help others"), place);
}

async function loadOffers(place, words) {
  try {
    const { skills } = await readJson("/skills/me/offers");
    const offered = new Set(skills);
    const said = make("p", { role: "status" });
    const boxes = words.items.map(({ id, name }) => {
      const box = make("input", { type: "checkbox", checked: offered.has(id) });
      box.addEventListener("change", async () => {
        if (box.checked) offered.add(id);
        else offered.delete(id);
        try {
          await sendJson("PUT", "/skills/me/offers", { skills: [...offered] });
          fill(said, "Kept.");
        } catch (error) {
          showProblem(said, error);
        }
      });
      return make("label", { class: "rp-option" }, box, make("span", {}, name));
    });
    fill(
      place,
      make("p", { class: "rp-muted" }, "Colleagues see that you offered it, and nothing of your scores."),
      boxes,
      said,
    );
  } catch (error) {
    showProblem(place, error, () => loadOffers(place, words));
  }
}
