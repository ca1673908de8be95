// What scoring says in plain words: roles, totals, answers.

import { sayMoment } from "../shared/words.js";

export const CARD_ROLES = { coach: "Coach", self: "Own view", peer: "Peer", grader: "Grader" };
export const SUBJECTS = { call: "Call", demo: "Demonstration", "role-play": "Role-play", practice: "Practice" };

// "21 of 28 points, passed".
export function sayTotal({ points, most, has_passed: passed, share }) {
  if (share === null || most === null) return "nothing that counts yet";
  const end = passed === null ? "" : passed ? ", passed" : ", not passed";
  return `${sayNumber(points)} of ${sayNumber(most)} points${end}`;
}

export function sayNumber(number) {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 2 });
}

// What was answered, as somebody reads it beside other answers.
export function sayAnswer(criterion, answer) {
  if (!answer || (answer.value === null && !answer.is_left_out)) return "no answer";
  if (answer.is_left_out) return "doesn't apply";
  if (criterion.kind === "level") return `Level ${answer.value}`;
  if (criterion.kind === "yes-no") return answer.value ? "Yes" : "No";
  if (criterion.kind === "number") return `${sayNumber(answer.value)} ${criterion.unit || ""}`.trim();
  return String(answer.value);
}

// Seconds as a recording's clock shows them.
export function sayTime(seconds) {
  const whole = Math.floor(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

// A clock's time as seconds; null for what is none.
export function readTime(text) {
  const match = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/.exec(text.trim());
  return match && Number(match[3]) < 60
    ? Number(match[1] || 0) * 3600 + Number(match[2]) * 60 + Number(match[3])
    : null;
}

export function sayDraft(card) {
  return `Draft, saved ${sayMoment(card.updated_at)}`;
}
