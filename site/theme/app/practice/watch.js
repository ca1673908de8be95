// One practice to look at: its recording beside its transcript, its graders, and asking for it again.

import { sendJson } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { makePlayer } from "../shared/player.js";
import { sayDay, sayMoment } from "../shared/words.js";
import { KINDS, nameState, sayMean, scorecardAddress } from "./words.js";

// `changed` is told the practice as it is then.
export function showPractice(practice, me, changed) {
  const { person, subject, rubric, handed_in_at: at, graders, wanted_again: again } = practice;
  const [state, look] = nameState(practice);
  const mean = sayMean(practice);
  const names = graders.map(({ person: who, has_published: done }) => `${who.name}${done ? " (done)" : ""}`).join(", ");
  return [
    make("p", { class: "rp-back" }, make("a", { href: "./" }, "All practice")),
    make(
      "p",
      { class: "rp-card__facts" },
      `${KINDS[subject]} of `,
      person.id === me.id ? "yours" : person.name,
      `, by the ${rubric.title}${at ? `, handed in on ${sayDay(at)}` : ""}. `,
      badge(state, look),
    ),
    again
      ? make(
          "p",
          { class: "rp-note" },
          `${again.by.name} asked for it again on ${sayMoment(again.at)}: ${again.reason}`,
        )
      : null,
    makePlayer(practice),
    graders.length ? make("p", {}, `Graders: ${names}.${mean ? ` ${mean}.` : ""}`) : null,
    makeActions(practice, me, changed),
  ];
}

function makeActions(practice, me, changed) {
  const { assessment_id: assessment, graders, person } = practice;
  if (!assessment) return null;
  const grades = graders.some(({ person: { id } }) => id === me.id);
  const text = grades && !practice.outcome ? "Score it" : "Scorecards";
  const isShown = grades || practice.outcome || person.id !== me.id;
  return [
    make(
      "p",
      { class: "rp-actions" },
      isShown ? make("a", { class: "rp-button rp-button--main", href: scorecardAddress(assessment) }, text) : null,
    ),
    grades && !practice.wanted_again ? makeAgainForm(practice, changed) : null,
  ];
}

function makeAgainForm({ id, outcome }, changed) {
  const trouble = make("div");
  const reason = make("input", { type: "text", required: true, maxlength: "500" });
  const hint = outcome
    ? "The rep reads it. The result stands."
    : "The rep reads it. Nobody scores it any more then, and it counts for nothing.";
  const form = make(
    "form",
    { class: "rp-form" },
    labelled("Why it should be done again", reason, hint),
    make("button", { type: "submit", class: "rp-button" }, "Ask for it again"),
    trouble,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fill(trouble);
    try {
      changed(await sendJson("POST", `/practice/${id}/again`, { reason: reason.value }));
    } catch (error) {
      showProblem(trouble, error);
    }
  });
  return make("details", {}, make("summary", {}, "Ask for it again"), form);
}
