// How long did finding take? The question about the time before, and the sheets of tasks, each as far as it is done.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { noteFinding } from "../shared/running.js";
import { makeWaiting } from "../shared/waiting.js";
import { isLooking, makeSheet } from "./sheet.js";
import { makeSurvey } from "./survey.js";

const app = document.getElementById("app");

function start() {
  fill(app, makeWaiting("One question", 2));
  return load();
}

async function load() {
  try {
    const [survey, { items }] = await Promise.all([readJson("/kpis/survey"), readJson("/kpis/tasks")]);
    noteFinding(items.some(isLooking));
    fill(
      app,
      items.some(isUnderWay) ? null : makeSurvey(survey),
      items.map((sheet) => makeSheet(sheet, load)),
      items.some(isUnderWay) ? makeSurvey(survey) : null,
      items.length ? null : make("p", { class: "rp-empty" }, "There are no tasks to find yet; an author writes them."),
    );
  } catch (error) {
    showProblem(app, error, start);
  }
}

// Whoever is in the middle of tasks comes back to them.
function isUnderWay({ drawn_on: drawn, finished_on: finished }) {
  return drawn && !finished;
}

// A task may have been ended on a page that was opened beside this one.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && app.querySelector(".rp-finding__clock")) load();
});

startFor(start);
