// One target on a card: what is there, what is to be reached, and where the interval of the landing lies.

import { wordsFor } from "../results/figures.js";
import { badge, make } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { showWorking } from "../shared/shares.js";
import { sayDate, sayDay } from "../shared/words.js";
import { kpiLink, sayWithInterval } from "./amounts.js";

const VERDICTS = {
  reached: ["Reached", "complete"],
  missed: ["Missed", "overdue"],
  "on course": ["On course", "complete"],
  behind: ["Behind", "overdue"],
  "too early to say": ["Too early to say", "null"],
  "no data": ["No data", "null"],
  "too little data": ["Too little data", "null"],
};
// What doesn't add up isn't carried on.
const AS_NOW = "as it stands now";
const SUMMED = ["count", "money"];

// `change` and `takeBack` are null for who may not set it.
export function showGoal(goal, currency, { change, takeBack }) {
  const words = wordsFor(goal.unit, currency, [goal.value, goal.present, goal.landing?.value]);
  const { say } = words;
  const [word, kind] = VERDICTS[goal.verdict];
  return make(
    "section",
    { class: "rp-card rp-goal", id: `goal-${goal.kpi}-${goal.start}` },
    make("h2", {}, kpiLink(goal.kpi, goal.title), " ", badge(word, kind)),
    make("p", { class: "rp-muted" }, `${sayDay(goal.start)} to ${sayDay(goal.end)}`),
    make(
      "p",
      { class: "rp-goal__value" },
      make("strong", {}, sayPresent(goal, say)),
      `${SUMMED.includes(goal.unit) ? " of" : ", with a target of"} ${say(goal.value)}`,
    ),
    showProgress(goal),
    showLanding(goal, currency, words),
    make("p", { class: "rp-card__facts" }, `Set by ${goal.set_by.name} on ${sayDate(goal.set_at)}.`),
    showEarlier(goal, say),
    change
      ? make(
          "p",
          { class: "rp-actions" },
          make("button", { type: "button", class: "rp-button", onclick: change }, "Change"),
          make("button", { type: "button", class: "rp-button", onclick: takeBack }, "Take back"),
        )
      : null,
  );
}

// What is over brings nothing more.
function sayPresent({ present, verdict }, say) {
  if (present !== null) return say(present);
  return verdict === "too early to say" ? "Nothing yet" : VERDICTS[verdict][0];
}

// Only of what adds up is a part there.
function showProgress({ progress, unit, title }) {
  if (progress === null || !SUMMED.includes(unit)) return null;
  const share = Math.round(progress * 100);
  return make(
    "p",
    { class: "rp-progress" },
    make("progress", {
      max: "1",
      value: String(Math.min(1, progress)),
      "aria-label": `${title}: ${share} % of the target`,
    }),
    ` ${share} %`,
  );
}

function showLanding({ landing, value, unit }, currency, words) {
  if (!landing) return null;
  const { say } = words;
  const begin = landing.method === AS_NOW ? "As it stands now:" : "Expected to land at";
  const text = `${begin} ${sayWithInterval(landing, unit, currency, words)}.`;
  const ends = landing.interval ? [landing.interval.low, landing.interval.high, value] : [];
  const far = Math.max(...ends, landing.value) * 1.1;
  return [
    make("p", {}, text),
    landing.interval
      ? drawInterval(
          {
            ...landing.interval,
            value: landing.value,
            start: Math.min(0, landing.interval.low),
            end: unit === "share" ? 1 : far,
          },
          `${text} The target is ${say(value)}.`,
          say,
        )
      : null,
    showWorking(make("p", {}, `${landing.method.charAt(0).toUpperCase()}${landing.method.slice(1)}.`)),
  ];
}

function showEarlier({ earlier }, say) {
  if (!earlier.length) return null;
  const items = earlier.map(({ value, set_by: by, set_at: at }) =>
    make("li", {}, `${value === null ? "Taken back" : say(value)}, by ${by.name} on ${sayDate(at)}`),
  );
  return make("details", {}, make("summary", {}, "What it was before"), make("ul", {}, items));
}
