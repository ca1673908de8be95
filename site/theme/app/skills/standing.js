// How somebody stands in a skill, in words: the level with its range, the target, and what is missing to say more.

export const KINDS = {
  scorecard: "Scorecard",
  peer_scorecard: "Peer's scorecard",
  own_scorecard: "Own scorecard",
  quiz: "Quiz",
  certification: "Certification",
  manager_rating: "Manager's rating",
  own_rating: "Own rating",
};

// What a cell says; `levels` are the names of levels, the lowest first.
export function sayStanding({ state, level, low, high, target }, states) {
  const known = level === null ? "" : `Level ${one(level)} (about ${one(low)} to ${one(high)})`;
  const wanted = target === null ? "" : `target ${target}`;
  return [known || states[state], wanted, known && state !== "no_target" ? states[state] : ""]
    .filter(Boolean)
    .join(", ");
}

export function one(number) {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

// By letters too, so that no colour has to be told apart.
export const MARKS = {
  gap: ["below", "overdue"],
  maybe_gap: ["maybe below", "expiring"],
  too_little: ["too little", "not_started"],
  no_evidence: ["no evidence", "not_started"],
  reached: ["reached", "complete"],
  no_target: ["no target", "waived"],
};
