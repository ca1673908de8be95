// The one question: how long finding took before, in minutes and seconds, as somebody remembers it.

import { sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDay } from "../shared/words.js";
import { saySeconds, sayTeam } from "./wording.js";

const WHY =
  "What people remember of their own time is a guess. It is shown as that, self-reported and with its spread, beside " +
  "what is timed. Your manager sees how many have answered, and nobody's answer.";

export function makeSurvey(survey) {
  const card = make("section", { class: "rp-card" });
  show(card, survey, !survey.answer);
  return card;
}

function show(card, survey, isAsking) {
  fill(
    card,
    make("h2", {}, "One question"),
    make("p", {}, survey.question),
    isAsking ? makeForm(card) : showAnswer(card, survey),
    make("p", { class: "rp-card__facts" }, WHY),
    survey.team ? make("p", { class: "rp-card__facts" }, sayTeam(survey.team)) : null,
  );
}

function showAnswer(card, survey) {
  const { seconds, day, searches_per_week: searches } = survey.answer;
  const often = searches === null ? "" : `, ${searches.toLocaleString("en-GB")} times a week`;
  const again = make(
    "button",
    {
      type: "button",
      class: "rp-button",
      onclick: () => {
        show(card, survey, true);
        card.querySelector("input").focus();
      },
    },
    "Answer again",
  );
  return [
    make(
      "p",
      { class: "rp-note rp-note--good", role: "status", tabindex: "-1" },
      `You said ${saySeconds(seconds)}${often}, on ${sayDay(day)}.`,
    ),
    make("p", { class: "rp-actions" }, again),
  ];
}

function makeForm(card) {
  const [minutes, seconds] = [number("0", "480"), number("0", "59")];
  const searches = number("0", "1000");
  const note = make("input", { type: "text", maxlength: "1000" });
  const trouble = make("div", { role: "status" });
  const send = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Save");
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("Minutes", minutes),
      labelled("Seconds", seconds),
      labelled("Searches in a week (if you like)", searches, "Your own estimate; it is shown and enters no figure."),
      labelled("Note (if you like)", note),
    ),
    make("p", { class: "rp-actions" }, send),
    trouble,
  );
  let key = crypto.randomUUID();
  form.addEventListener("input", () => {
    key = crypto.randomUUID();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const all = Number(minutes.value) * 60 + Number(seconds.value);
    if (!all) return sayMissing(trouble, minutes);
    send.disabled = true;
    const body = { seconds: all, searches_per_week: numberIn(searches), note: note.value.trim() || null };
    try {
      show(card, await sendJson("POST", "/kpis/survey", body, { key }), false);
      card.querySelector("[role=status]").focus();
    } catch (error) {
      send.disabled = false;
      showProblem(trouble, error);
    }
  });
  return form;
}

function sayMissing(trouble, field) {
  fill(trouble, make("p", { class: "rp-note" }, "Give a time of at least one second."));
  field.focus();
}

function number(min, max) {
  return make("input", { type: "number", inputmode: "numeric", min, max, step: "1" });
}

function numberIn(input) {
  return input.value === "" ? null : Number(input.value);
}
