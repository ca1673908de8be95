// The sequences that run or ran: mine with what can be said of them, and those of the people whom I manage.

import { dealLink } from "../shared/deals.js";
import { badge, make } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { personLink } from "../shared/people.js";
import { sayDate, sayDay } from "../shared/words.js";
import { makeOutcome } from "./due-step.js";
import { ENDED, markButton, OUTCOMES, say } from "./marking.js";

const STATES = {
  running: ["Running", "in_progress"],
  finished: ["All sent", "complete"],
  stopped: ["Stopped", "waived"],
  replied: ["Replied", "complete"],
  booked: ["Booked", "complete"],
  bounced: ["Bounced", "overdue"],
  unsubscribed: ["Wants no more", "waived"],
};

export function makeRuns(page, answer) {
  if (!answer.items.length) return null;
  const list = make("ul", { class: "rp-due-steps" });
  const add = (items) => list.append(...items.map((run) => makeRun(page, run)));
  add(answer.items);
  return make("section", {}, make("h2", {}, "Sequences"), list, showMore(answer.next, add));
}

function makeRun(page, run) {
  const place = make("div");
  const isMine = run.rep.id === page.me.id;
  return make(
    "li",
    { class: "rp-card" },
    make("h3", {}, run.contact.name, " ", badge(...STATES[run.state])),
    make(
      "p",
      { class: "rp-muted" },
      isMine ? null : [personLink(run.rep.id, run.rep.name), " · "],
      `${run.sequence.title || run.sequence.id} · ${sayStanding(run)}`,
      run.deal && !page.deal ? [" · ", dealLink(run.deal, "Deal")] : null,
    ),
    isMine ? make("p", { class: "rp-actions" }, makeTools(page, run, place)) : null,
    place,
  );
}

function sayStanding(run) {
  const next = run.steps.find((step) => step.number === run.next);
  if (next) return `step ${next.number} of ${run.steps.length} on ${sayDay(next.due_on)}`;
  return `ended ${sayDate(run.ended_at)}${run.reason ? `: ${run.reason}` : ""}`;
}

function makeTools(page, run, place) {
  const stop = () => say(place, run, "/stopped", {}, `The sequence for ${run.contact.name} is stopped.`, page.changed);
  const undo = () => say(place, run, "/undone", undefined, "Taken back.", page.changed);
  const canAnswer = run.last_sent_at && ["running", "finished", "replied"].includes(run.state);
  return [
    canAnswer ? [...OUTCOMES, ...ENDED].map((outcome) => makeOutcome(place, page, run, outcome)) : null,
    run.state === "running" ? markButton("Stop", run, stop) : null,
    run.can_undo ? markButton("Undo", run, undo) : null,
  ].flat();
}
