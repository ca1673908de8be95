// Skills: the map of one's teams for who manages people, one's own for everybody, and those of somebody one manages.

import { readMe } from "../shared/account.js";
import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { segments } from "../shared/segments.js";
import { showWorking } from "../shared/shares.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeCareer } from "./career.js";
import { makeMap } from "./map.js";
import { makeOffers } from "./offers.js";
import { makePersonSkills } from "./person-skills.js";
import { one } from "./standing.js";

const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);

async function start() {
  fill(app, makeWaiting("Skills"));
  try {
    const [me, words] = await Promise.all([readMe(), readJson("/skills")]);
    const person = asked.get("person");
    if (person && person !== me.id) showPerson(person, words);
    else showViews(me, words, person ? "own" : asked.get("view"));
  } catch (error) {
    showProblem(app, error, start);
  }
}

function showPerson(id, words) {
  fill(
    app,
    make("p", {}, make("a", { href: "/app/skills/" }, "Back to the map")),
    makePersonSkills({ id, isOwn: false, words, wanted: asked.get("skill") }),
    showModel(words),
  );
}

function showViews(me, words, wanted) {
  const manages = me.roles.includes("manager") || me.roles.includes("admin");
  const place = make("div");
  const show = (view) => {
    const query = view === "own" ? "?view=own" : location.pathname;
    if (manages && new URLSearchParams(location.search).get("view") !== "own" && view === "own")
      history.replaceState(history.state, "", query);
    fill(place, view === "own" ? showOwn(me, words) : makeMap({ words }));
  };
  const first = manages && wanted !== "own" ? "team" : "own";
  const views = [
    ["team", "Your teams"],
    ["own", "Your own"],
  ];
  fill(app, manages ? segments("Whose skills", views, first, show) : null, place, showModel(words));
  show(first);
}

function showOwn(me, words) {
  return [
    makePersonSkills({ id: me.id, isOwn: true, words, wanted: asked.get("skill") }),
    makeOffers(words),
    makeCareer(),
  ];
}

function showModel({ method, interval_level: level, half_life_days: days, least_weight: least, levels }) {
  const names = levels.map((name, at) => `${at + 1} ${name}`).join(", ");
  const percent = Math.round(level * 100);
  return showWorking(
    make("p", {}, `Levels: ${names}. A level counts as reached from half a level below it.`),
    make(
      "p",
      {},
      `Scorecards, quizzes, certifications and ratings are put together, each by how much it tells, which halves every ${days} days. “About” gives the ${percent} % interval: ${method}.`,
    ),
    make(
      "p",
      {},
      `A call that a coach scored counts as 4 questions, a manager's rating as 3, a quiz as 2 at the most, what somebody says of themselves as 1. With less than ${one(least)} in all nothing is said. Two people can't be ranked by this: their evidence differs.`,
    ),
  );
}

startFor(start);
