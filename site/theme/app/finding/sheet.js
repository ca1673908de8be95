// A sheet of tasks: what it is for, what is drawn, how far one is, and the task that comes next or runs.

import { sendJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { noteFinding } from "../shared/running.js";
import { sayDay } from "../shared/words.js";
import { makeTask } from "./task.js";
import { nameOutcome, saySeconds, sayTeam } from "./wording.js";

// `reload` reads everything anew, as when something was done in another window.
export function makeSheet(sheet, reload) {
  const card = make("section", { class: "rp-card rp-finding" });
  show({ card, reload, path: `/kpis/tasks/${encodeURIComponent(sheet.page_id)}` }, sheet);
  return card;
}

// While a task runs, it alone is to be seen.
function show(place, sheet) {
  const isRunning = sheet.tasks.some(({ state }) => state === "running");
  fill(
    place.card,
    make("h2", {}, sheet.title),
    sheet.intro && !isRunning ? make("p", {}, sheet.intro) : null,
    sheet.tasks.length ? showDrawn(place, sheet) : showOffer(place, sheet),
    sheet.team ? make("p", { class: "rp-card__facts" }, sayTeam(sheet.team)) : null,
  );
}

function showOffer(place, sheet) {
  const trouble = make("div", { role: "status" });
  const draw = make("button", { type: "button", class: "rp-button rp-button--main" }, "Draw my tasks");
  draw.addEventListener("click", async () => {
    draw.disabled = true;
    try {
      goTo(place, await sendJson("POST", `${place.path}/draw`));
    } catch (error) {
      draw.disabled = false;
      showProblem(trouble, error);
    }
  });
  const half = sheet.number / 2;
  return [
    make(
      "p",
      {},
      `${sheet.number} tasks, one at a time: ${half} the way you did before (intranet, mail, a colleague), and ${half} ` +
        "here, with the search. Which is which is drawn, so that neither gets the easier ones. A task takes ten minutes at most, and you may go on another day.",
    ),
    make("p", { class: "rp-card__facts" }, "Nobody sees your times by name. Your manager sees how many took part."),
    make("p", { class: "rp-actions" }, draw),
    trouble,
  ];
}

function showDrawn(place, sheet) {
  const done = sheet.tasks.filter(({ state }) => state === "done");
  const next = sheet.tasks.find(({ state }) => state !== "done");
  const progress = make(
    "p",
    { class: "rp-progress" },
    make("progress", { max: sheet.tasks.length, value: done.length, "aria-label": "Tasks done" }),
    `${done.length} of ${sheet.tasks.length} done`,
  );
  const said = make("p", { class: "rp-finding__said rp-status", role: "status" });
  return [
    progress,
    said,
    next ? makeTask({ path: place.path, sheet, task: next }, { changed: (now) => goTo(place, now), ...place }) : null,
    next ? null : showEnd(sheet),
    done.length ? showTimes(done, Boolean(next)) : null,
  ];
}

// The next step has the focus, and what came of the last one is said.
function goTo(place, sheet) {
  const before = place.card.querySelectorAll("[data-done]").length;
  show(place, sheet);
  noteFinding(isLooking(sheet));
  const done = sheet.tasks.filter(({ state }) => state === "done");
  const last = done.at(-1);
  if (last && done.length > before) fill(place.card.querySelector(".rp-finding__said"), sayDone(last));
  (place.card.querySelector(".rp-finding__task h3") || place.card.querySelector(".rp-finding__end"))?.focus();
}

// Whether somebody is to find a page here at this moment.
export function isLooking({ tasks }) {
  return tasks.some(({ state, way }) => state === "running" && way === "here");
}

function sayDone({ place, outcome, seconds }) {
  return `Task ${place}: ${nameOutcome(outcome)}, ${saySeconds(seconds)}.`;
}

function showEnd({ again_on: again }) {
  return make(
    "p",
    { class: "rp-note rp-note--good rp-finding__end", tabindex: "-1" },
    `That was the last one. Thank you! Who did them lately would find the pages from memory, so they can be done again from ${sayDay(again)} on.`,
  );
}

function showTimes(done, isFolded) {
  const rows = done.map((task) =>
    make(
      "tr",
      { "data-done": true },
      make("th", { scope: "row" }, task.ask),
      make("td", { "data-label": "Way" }, task.way === "here" ? "Here" : "As before"),
      make("td", { "data-label": "Time", class: "rp-number" }, saySeconds(task.seconds)),
      make("td", { "data-label": "Outcome" }, nameOutcome(task.outcome)),
    ),
  );
  const table = scrollingTable("Your own times", ["Task", "Way", "Time", "Outcome"], make("tbody", {}, rows));
  return make("details", { open: !isFolded }, make("summary", {}, "Your own times"), table);
}
