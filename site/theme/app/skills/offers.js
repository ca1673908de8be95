// The skills in which somebody offers to help colleagues; each tick is kept at once.

import { readJson, sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";

export function makeOffers(words) {
  const place = make("div");
  const fold = make(
    "details",
    { class: "rp-card rp-fold" },
    make("summary", {}, make("h2", {}, "Where you would help others")),
    place,
  );
  fold.addEventListener("toggle", () => load(place, words), { once: true });
  return fold;
}

async function load(place, words) {
  try {
    const { skills } = await readJson("/skills/me/offers");
    show(place, words, new Set(skills));
  } catch (error) {
    showProblem(place, error, () => load(place, words));
  }
}

function show(place, words, offered) {
  const said = make("p", { class: "rp-status", role: "status" });
  // One write after the other: each says all that is offered.
  let last = Promise.resolve();
  const boxes = words.items.map(({ id, name }) => {
    const box = make("input", { type: "checkbox", checked: offered.has(id) });
    box.addEventListener("change", () => {
      if (box.checked) offered.add(id);
      else offered.delete(id);
      const skills = [...offered];
      last = last.then(() => keep(said, skills));
    });
    return make("label", { class: "rp-option" }, box, make("span", {}, name));
  });
  fill(
    place,
    make("p", { class: "rp-muted" }, "Colleagues see that you offer it, and nothing of how you stand in it."),
    make("fieldset", { class: "rp-plain" }, make("legend", { class: "rp-unseen" }, "Skills"), boxes),
    said,
  );
}

async function keep(said, skills) {
  try {
    await sendJson("PUT", "/skills/me/offers", { skills });
    fill(said, "Kept.");
  } catch (error) {
    showProblem(said, error, () => keep(said, skills));
  }
}
