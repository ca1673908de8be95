// One task: in which way it is to be done, then what to find, the clock, and what came of it.

import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { makeClock } from "./clock.js";
import { WAYS } from "./wording.js";

const ADDRESS = "Its address, or its id, if you have the page open elsewhere.";

// `changed` is told how the sheet stands once the server has answered.
export function makeTask({ path, sheet, task }, { changed, reload }) {
  const element = make("div", { class: "rp-finding__task" });
  const trouble = make("div", { role: "status" });
  const about = { path, sheet, task, element, trouble, changed, reload, isSending: false };
  if (task.state === "running") showRunning(about);
  else showReady(about);
  return element;
}

function showReady(about) {
  const { task, sheet, element, trouble } = about;
  fill(
    element,
    heading(`Task ${task.place} of ${sheet.number}: ${WAYS[task.way]}`),
    make("p", {}, "You see what to find once you start the clock."),
    make(
      "p",
      { class: "rp-actions" },
      button("Start the clock", () => begin(about, false), true),
    ),
    trouble,
  );
}

function showRunning(about) {
  const { task, sheet, element, trouble } = about;
  if (task.seconds >= sheet.limit_seconds) return showOverdue(about);
  const clock = makeClock(task.seconds, {
    limit: sheet.limit_seconds,
    isShown: () => element.isConnected,
    ended: () => end(about, { outcome: "gave_up" }),
    missed: () => about.reload(),
  });
  fill(
    element,
    heading(`Task ${task.place} of ${sheet.number}: ${WAYS[task.way]}`),
    make("p", { class: "rp-finding__ask" }, task.ask),
    clock,
    task.way === "here" ? offerHere(about) : offerBefore(about),
    trouble,
    make("p", {}, restart(about)),
  );
  if (task.misses) sayMiss(about);
}

// Nobody was there when time ran out, so somebody has to say what it was.
function showOverdue(about) {
  const { task, sheet, element, trouble } = about;
  fill(
    element,
    heading(`Task ${task.place} of ${sheet.number}: more than ten minutes have passed`),
    make("p", { class: "rp-finding__ask" }, task.ask),
    make("p", {}, "Were you still looking, or did something else come up?"),
    make(
      "p",
      { class: "rp-actions" },
      button("I was looking: not found in time", () => end(about, { outcome: "gave_up" }), true),
      button("I was interrupted: start it again", () => begin(about, true)),
    ),
    trouble,
  );
}

function offerBefore(about) {
  return make(
    "p",
    { class: "rp-actions" },
    button("I found it", () => end(about, { outcome: "found" }), true),
    button("Give up", () => end(about, { outcome: "gave_up" })),
  );
}

function offerHere(about) {
  const address = make("input", { type: "text", required: true, maxlength: "500", autocomplete: "off" });
  const form = make(
    "form",
    { class: "rp-form rp-form--small" },
    labelled("The page I found", address, ADDRESS),
    make("button", { type: "submit", class: "rp-button" }, "That is it"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    end(about, { outcome: "found", found: address.value.trim() });
  });
  return [
    make("p", {}, "Search, open the page that answers, and press “This is it” at its top."),
    make(
      "p",
      { class: "rp-actions" },
      make("a", { class: "rp-button rp-button--main", href: "../search/" }, "Go to the search"),
      button("Give up", () => end(about, { outcome: "gave_up" })),
    ),
    make("details", {}, make("summary", {}, "I have the page open elsewhere"), form),
  ];
}

function restart(about) {
  const onclick = () => begin(about, true);
  return make(
    "button",
    { type: "button", class: "rp-link-button", onclick },
    "I was interrupted: start this task's clock again",
  );
}

function begin(about, again) {
  return send(about, "start", { place: about.task.place, again });
}

function end(about, body) {
  return send(about, "stop", { place: about.task.place, ...body });
}

// Sent again after a lost answer it changes nothing: the server keeps what came first.
async function send(about, verb, body, key = crypto.randomUUID()) {
  if (about.isSending) return;
  about.isSending = true;
  fill(about.trouble);
  try {
    about.changed(await sendJson("POST", `${about.path}/${verb}`, body, { key }));
  } catch (error) {
    if (error.status === 409) return about.reload();
    showProblem(about.trouble, error, () => send(about, verb, body, key));
  } finally {
    about.isSending = false;
  }
}

function sayMiss(about) {
  fill(about.trouble, make("p", { class: "rp-note" }, "That wasn't the page we mean; the clock goes on."));
}

function heading(text) {
  return make("h3", { tabindex: "-1" }, text);
}

function button(text, onclick, isMain = false) {
  return make("button", { type: "button", class: `rp-button${isMain ? " rp-button--main" : ""}`, onclick }, text);
}
