// The kinds of question: how each is asked, how its answer is read and written, and how it is told afterwards.

import { choice, make } from "../shared/dom.js";
import { showOrdering } from "./ordering.js";

const SHOW = {
  single: showChoice,
  multiple: showChoice,
  ordering: showOrdering,
  matching: showMatching,
  text: showLine,
  number: showLine,
};
const HINTS = {
  multiple: ({ choices }) => (choices ? `Choose ${choices}.` : "Choose all that are right."),
  ordering: () => "Move the steps into their order.",
  matching: () => "Choose what belongs to each.",
  number: () => "A number.",
};

// Returns the element, and `read`, which gives the answer as the API takes it: null where there is none yet.
export function showQuestion(question, index, answer, changed) {
  const { nodes, read } = SHOW[question.kind](question, answer, changed, `question-${index}`);
  const hint = HINTS[question.kind] && make("span", { class: "rp-hint" }, HINTS[question.kind](question));
  const legend = make("legend", {}, `${index + 1}. ${question.text}`, hint);
  return {
    element: make("fieldset", { class: `rp-card rp-question rp-question--${question.kind}` }, legend, nodes),
    read,
  };
}

export function isAnswered({ kind, matches, choices }, answer) {
  if (answer === null) return false;
  if (kind === "matching") return answer.every((place) => place in matches);
  return kind !== "multiple" || answer.length >= choices;
}

// Says an answer in words, a line for each part.
export function sayAnswer({ kind, options, matches }, answer) {
  if (answer === null) return ["No answer"];
  if (kind === "text" || kind === "number") return [String(answer)];
  if (kind === "matching") return options.map((left, at) => `${left} → ${matches[answer[at]] ?? "no answer"}`);
  const chosen = answer.filter((place) => place in options).map((place) => options[place]);
  return kind === "ordering" ? chosen.map((text, at) => `${at + 1}. ${text}`) : chosen;
}

function showChoice({ kind, options }, answer, changed, name) {
  const type = kind === "single" ? "radio" : "checkbox";
  const inputs = options.map((_, place) =>
    make("input", { type, name, checked: Boolean(answer?.includes(place)), onchange: changed }),
  );
  const nodes = options.map((text, place) =>
    make("label", { class: "rp-option" }, inputs[place], make("span", {}, text)),
  );
  return { nodes, read };

  function read() {
    const chosen = inputs.flatMap((input, place) => (input.checked ? [place] : []));
    return chosen.length ? chosen : null;
  }
}

// A left side without a match is sent as the place after the last match.
function showMatching({ options, matches }, answer, changed, name) {
  const pairs = [[matches.length, "Choose…"], ...matches.map((text, place) => [place, text])];
  const selects = options.map((_, at) => choice(pairs, { id: `${name}-${at}`, onchange: changed }));
  selects.forEach((select, at) => {
    select.value = answer?.[at] in matches ? answer[at] : matches.length;
  });
  const rows = options.map((left, at) =>
    make("div", { class: "rp-pair" }, make("label", { for: `${name}-${at}` }, left), selects[at]),
  );
  return { nodes: rows, read };

  function read() {
    const chosen = selects.map((select) => Number(select.value));
    return chosen.some((place) => place in matches) ? chosen : null;
  }
}

function showLine({ kind }, answer, changed, name) {
  const input = make("input", {
    id: name,
    type: "text",
    inputmode: kind === "number" ? "decimal" : null,
    maxlength: kind === "number" ? 40 : 500,
    autocomplete: "off",
    autocapitalize: "off",
    value: answer ?? "",
    oninput: changed,
  });
  return {
    nodes: make("div", { class: "rp-field" }, make("label", { for: name }, "Your answer"), input),
    read: () => input.value.trim() || null,
  };
}

// "Not fully answered yet: questions 2 and 5."
export function sayUnanswered(places) {
  const numbers = places.map((place) => place + 1);
  const last = numbers.pop();
  return `Not fully answered yet: ${numbers.length ? `questions ${numbers.join(", ")} and ${last}` : `question ${last}`}.`;
}
