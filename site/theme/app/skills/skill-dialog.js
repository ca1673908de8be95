// A cell of the map opened: one skill of one person, over the map, which follows what was rated there.

import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeDetail } from "./detail.js";

let made = 0;

// `changed` is told how the person stands after a rating.
export function openSkill({ person, skill, levels }, changed) {
  const view = { person, skill, levels, changed, body: make("div") };
  const head = make(
    "h2",
    { id: `skill-${(made += 1)}`, tabindex: "-1", autofocus: true },
    `${person.name}: ${skill.name}`,
  );
  const close = make("button", { type: "button", class: "rp-button", onclick: () => dialog.close() }, "Close");
  const dialog = make(
    "dialog",
    { class: "rp-dialog rp-skill-dialog", "aria-labelledby": head.id, onclose: () => dialog.remove() },
    make("div", { class: "rp-dialog__head" }, head, close),
    make(
      "div",
      { class: "rp-dialog__body" },
      view.body,
      make("p", {}, make("a", { href: `/app/skills/?person=${person.id}` }, `All skills of ${person.name}`)),
    ),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.querySelector("#app").append(dialog);
  dialog.showModal();
  load(view);
}

async function load(view, isAfterRating = false) {
  try {
    const { items } = await readJson(`/skills/people/${view.person.id}`);
    const found = items.find(({ id }) => id === view.skill.id) || { ...view.skill, ...nothing() };
    fill(
      view.body,
      makeDetail({ person: view.person, skill: found, levels: view.levels, isOwn: false }, () => load(view, true)),
    );
    if (isAfterRating) view.changed(found.standing);
  } catch (error) {
    showProblem(view.body, error, () => load(view));
  }
}

function nothing() {
  return { standing: { state: "no_evidence", level: null, target: null, own: null, pieces: 0 }, evidence: [] };
}
