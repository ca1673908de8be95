// Skills: the map of one's teams for who manages people, and one's own for everybody.

import { readMe } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { showWorking } from "../shared/shares.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeSkill } from "./closing.js";
import { makeMap } from "./map.js";
import { makeOwn } from "./own.js";

const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("Skills"));
  try {
    const [me, words] = await Promise.all([readMe(), readJson("/skills")]);
    const manages = me.roles.includes("manager") || me.roles.includes("admin");
    const chosen = make("div", { tabindex: "-1" });
    const open = ({ person, skill }) => showChosen(chosen, { person, skill, words });
    fill(
      app,
      manages ? makeMap({ states: words.states, open }) : null,
      manages ? chosen : null,
      me.roles.includes("rep") ? makeOwn({ me, words }) : null,
      showWorking([
        make("p", {}, words.method),
        make("p", {}, `Evidence counts half after ${words.half_life_days} days.`),
      ]),
    );
  } catch (error) {
    showProblem(app, error, start);
  }
}

function showChosen(place, { person, skill, words }) {
  const show = () => makeSkill({ person, skill, states: words.states, levels: words.levels, isOwn: false }, () => {});
  fill(place, make("section", { class: "rp-card" }, make("h3", {}, `${person.name}: ${skill.name}`), show()));
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

startFor(start);
