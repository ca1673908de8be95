// What more there is to a scored call: comments, what was amended, who else scores, and what may be done with it.

import { sendJson } from "../shared/api.js";
import { badge, labelled, make, showProblem } from "../shared/dom.js";
import { sayDate, sayMoment } from "../shared/words.js";
import { sayWhose } from "./side-by-side.js";
import { CARD_ROLES, sayAnswer } from "./words.js";

const STATES = { asked: "Asked", declined: "Declined", published: "Published" };
const DONE = {
  decline: { label: "Decline to score", path: "declined", method: "POST" },
  close: { label: "Close: nobody scores it any more", path: "closed", method: "POST" },
  release: { label: "Release to managers who came later", path: "released", method: "PUT" },
  "take-back": { label: "Take the release back", path: "released", method: "DELETE" },
};

// `changed` is told the assessment as it is, or null where it is to be read again.
export function showMore(shown, changed) {
  const cards = [shown.my_card, ...shown.others].filter((card) => card?.published_at);
  return [
    showComments(shown, cards, changed),
    showAmendments(shown, cards),
    showScorers(shown, changed),
    showActions(shown, changed),
  ];
}

function showComments({ actions }, cards, changed) {
  const said = cards.flatMap((card) => card.comments.map((comment) => ({ card, comment })));
  if (!said.length && !(actions.includes("comment") && cards.length)) return null;
  said.sort((one, other) => one.comment.at.localeCompare(other.comment.at));
  return make(
    "section",
    {},
    make("h2", {}, "Comments"),
    said.length
      ? make(
          "ul",
          { class: "rp-notes" },
          said.map(({ card, comment }) => showComment(card, comment)),
        )
      : null,
    actions.includes("comment") && cards.length ? makeCommentForm(cards, changed) : null,
  );
}

function showComment(card, { author, text, at }) {
  return make(
    "li",
    {},
    make("p", { class: "rp-kept-lines" }, text),
    make("p", { class: "rp-muted" }, `${author.name} on the card of ${card.scorer.name}, ${sayMoment(at)}`),
  );
}

function makeCommentForm(cards, changed) {
  const on = make(
    "select",
    { class: "rp-select" },
    cards.map((card) => make("option", { value: card.id }, sayWhose(card))),
  );
  const text = make("textarea", { rows: "2", required: true, maxlength: "5000" });
  return makeForm(
    [cards.length > 1 ? labelled("On the card of", on) : null, labelled("Your comment", text)],
    "Comment",
    () => sendJson("POST", `/scoring/cards/${on.value}/comments`, { text: text.value }, { key: crypto.randomUUID() }),
    changed,
  );
}

function showAmendments({ rubric }, cards) {
  const amended = cards.filter((card) => card.amendments.length);
  if (!amended.length) return null;
  const rows = amended.flatMap((card) =>
    card.amendments.map((before) =>
      make(
        "li",
        {},
        make("p", {}, `${sayWhose(card)}, ${sayMoment(before.at)}: ${before.reason}`),
        make("p", { class: "rp-muted" }, sayBefore(rubric, card, before)),
      ),
    ),
  );
  return make("details", {}, make("summary", {}, `Amended (${rows.length})`), make("ul", { class: "rp-notes" }, rows));
}

function sayBefore({ criteria }, card, before) {
  const other = criteria
    .map((criterion) => [
      criterion.name,
      sayAnswer(criterion, before.answers[criterion.id]),
      sayAnswer(criterion, card.answers[criterion.id]),
    ])
    .filter(([, was, now]) => was !== now)
    .map(([name, was]) => `${name} was ${was.toLowerCase()}`);
  return other.length ? `Before: ${other.join("; ")}.` : "The words changed alone.";
}

function showScorers({ id, scorers, actions }, changed) {
  const mayAsk = actions.includes("ask");
  if (!scorers.length && !mayAsk) return null;
  return make(
    "section",
    {},
    make("h2", {}, "Who scores"),
    make(
      "ul",
      { class: "rp-items" },
      scorers.map(({ person, role, state, asked_at: at }) =>
        make(
          "li",
          {},
          `${person.name}, ${CARD_ROLES[role].toLowerCase()} `,
          badge(STATES[state], state === "published" ? "complete" : state === "declined" ? "waived" : "in_progress"),
          make("small", { class: "rp-muted" }, ` asked ${sayDate(at)}`),
        ),
      ),
    ),
    mayAsk ? makeAskForm(id, changed) : null,
  );
}

function makeAskForm(id, changed) {
  const email = make("input", { type: "email", required: true, maxlength: "320", autocomplete: "off" });
  return make(
    "details",
    {},
    make("summary", {}, "Ask a colleague to score too"),
    makeForm(
      [labelled("Their e-mail address", email, "They see their own scorecard alone.")],
      "Ask",
      () =>
        sendJson("POST", `/scoring/assessments/${id}/scorers`, { email: email.value }, { key: crypto.randomUUID() }),
      changed,
    ),
  );
}

function showActions({ id, actions }, changed) {
  const trouble = make("div");
  const buttons = Object.entries(DONE)
    .filter(([name]) => actions.includes(name))
    .map(([, { label, path, method }]) => {
      const button = make("button", { type: "button", class: "rp-button" }, label);
      button.addEventListener("click", async () => {
        button.disabled = true;
        try {
          changed(await sendJson(method, `/scoring/assessments/${id}/${path}`));
        } catch (error) {
          button.disabled = false;
          showProblem(trouble, error);
        }
      });
      return button;
    });
  return buttons.length ? make("section", {}, make("p", { class: "rp-actions" }, buttons), trouble) : null;
}

function makeForm(fields, label, submit, changed) {
  const send = make("button", { type: "submit", class: "rp-button" }, label);
  const trouble = make("div");
  const form = make("form", { class: "rp-form rp-form--small" }, fields, send, trouble);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      changed(await submit());
    } catch (error) {
      send.disabled = false;
      showProblem(trouble, error);
    }
  });
  return form;
}
