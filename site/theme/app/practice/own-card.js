// One's own practice: what is left to do with a draft, who grades what was handed in, and what came of it.

import { sendJson, sendText } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { makePlayer } from "../shared/player.js";
import { sayDay } from "../shared/words.js";
import { KINDS, nameState, sayBytes, sayMean, scorecardAddress } from "./words.js";

// `changed` is told that the lists are to be read anew.
export function makeOwnCard(practice, changed) {
  const trouble = make("div");
  const [state, look] = nameState(practice);
  return make(
    "li",
    { class: "rp-card", id: `practice-${practice.id}` },
    make("div", { class: "rp-card__head" }, make("h3", {}, practice.title), badge(state, look)),
    make("p", { class: "rp-card__facts" }, factsOf(practice)),
    practice.wanted_again && make("p", { class: "rp-note" }, sayAgain(practice)),
    practice.state === "draft" ? showDraft(practice, changed, trouble) : showHandedIn(practice),
    trouble,
  );
}

function factsOf({ subject, rubric, course, recording, handed_in_at: at, delete_on: until, begun_at: begun }) {
  const day = at ? `handed in on ${sayDay(at)}` : `begun on ${sayDay(begun)}`;
  const kept = recording && until && !recording.deleted_at ? `, kept until ${sayDay(until)}` : "";
  return [
    `${KINDS[subject]}, by the `,
    rubric.url ? make("a", { href: rubric.url }, rubric.title) : rubric.title,
    course ? [", for ", course.url ? make("a", { href: course.url }, course.title) : course.title] : "",
    `, ${day}${kept}.`,
  ].flat();
}

function sayAgain({ wanted_again: { by, reason } }) {
  return `${by.name} wants to see it again: ${reason}`;
}

function showDraft(practice, changed, trouble) {
  const { recording } = practice;
  const isWhole = !recording || recording.url;
  const drop = button("Delete", "", () => act(trouble, "DELETE", `/practice/${practice.id}`, changed));
  if (!isWhole)
    return [
      make(
        "p",
        {},
        `${sayBytes(recording.kept_bytes)} of ${sayBytes(recording.total_bytes)} have come. `,
        "The rest is on the device that it was recorded on: open this page there, and it goes on.",
      ),
      make("p", { class: "rp-actions" }, drop),
    ];
  const send = button("Hand in", "rp-button--main", () =>
    act(trouble, "POST", `/practice/${practice.id}/handed-in`, changed, send),
  );
  return [
    fold("Look at it", () => makePlayer(practice)),
    makeTranscriptFold(practice, changed),
    make("p", { class: "rp-actions" }, send, drop),
  ];
}

function makeTranscriptFold({ id, has_transcript: has }, changed) {
  const trouble = make("div");
  const file = make("input", { type: "file", accept: ".vtt,.srt,text/vtt" });
  file.addEventListener("change", async () => {
    fill(trouble);
    try {
      const type = "application/octet-stream";
      await sendText("PUT", `/practice/${id}/transcript`, await file.files[0].arrayBuffer(), { type });
      changed();
    } catch (error) {
      showProblem(trouble, error);
    }
  });
  const away = has
    ? button("Take it away", "", () => act(trouble, "DELETE", `/practice/${id}/transcript`, changed))
    : null;
  return make(
    "details",
    {},
    make("summary", {}, has ? "A transcript is attached" : "Attach a transcript"),
    labelled(
      has ? "Another one" : "File",
      file,
      "WebVTT or SubRip (.vtt, .srt), as meeting tools write them. Graders quote its lines.",
    ),
    away,
    trouble,
  );
}

function showHandedIn(practice) {
  const { id, graders, state, outcome, assessment_id: assessment } = practice;
  const names = graders.map(({ person, has_published: done }) => `${person.name}${done ? " (done)" : ""}`).join(", ");
  const mean = sayMean(practice);
  const isOver = outcome || ["wanted_again", "closed"].includes(state);
  return [
    graders.length ? make("p", {}, `Graders: ${names}.${mean ? ` ${mean}.` : ""}`) : null,
    make(
      "p",
      { class: "rp-actions" },
      state === "wanted_again" || practice.wanted_again ? link(`?after=${id}`, "Do it again", "rp-button--main") : null,
      isOver ? link(scorecardAddress(assessment), "Scorecards", outcome ? "rp-button--main" : "") : null,
      link(`?practice=${id}`, "Look at it"),
    ),
  ];
}

// What is in a fold is made when it is opened, so that no film is asked for before.
export function fold(title, makeInside) {
  const box = make("details", {}, make("summary", {}, title));
  box.addEventListener("toggle", () => {
    if (box.open && box.childElementCount === 1) box.append(makeInside() || "");
  });
  return box;
}

async function act(trouble, method, path, changed, pressed = null) {
  fill(trouble);
  if (pressed) pressed.disabled = true;
  try {
    await sendJson(method, path);
    changed();
  } catch (error) {
    if (pressed) pressed.disabled = false;
    showProblem(trouble, error);
  }
}

function button(text, look, onclick) {
  return make("button", { type: "button", class: `rp-button ${look}`.trim(), onclick }, text);
}

function link(href, text, look = "") {
  return make("a", { class: `rp-button ${look}`.trim(), href }, text);
}
