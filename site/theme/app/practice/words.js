// What practice says in plain words: where one stands, and what of it is still to do.

export const KINDS = { "role-play": "Role-play", pitch: "Pitch", demo: "Demonstration" };

// A state in words, and which colour it has.
const STATES = {
  draft: ["Not handed in", "draft"],
  waiting: ["With the graders", "in_progress"],
  lacks_grader: ["Waits for a second grader", "in_progress"],
  differs: ["Graders differ, a third is asked", "in_progress"],
  passed: ["Passed", "complete"],
  failed: ["Not passed", "overdue"],
  scored: ["Scored", "complete"],
  wanted_again: ["Wanted again", "expiring"],
  closed: ["Closed without a result", "waived"],
};

export function nameState({ state }) {
  return STATES[state];
}

// "81.5 MB".
export function sayBytes(bytes) {
  const megabytes = bytes / 1_000_000;
  return `${megabytes.toLocaleString("en-GB", { maximumFractionDigits: megabytes < 10 ? 1 : 0 })} MB`;
}

// Seconds as a clock shows them, "9:05".
export function sayClock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// "24.5 of 28 points on average".
export function sayMean({ outcome }) {
  if (outcome?.points === null || outcome?.points === undefined) return "";
  return `${sayNumber(outcome.points)} of ${sayNumber(outcome.most)} points on average`;
}

export function scorecardAddress(assessmentId) {
  return `/app/scorecard/?assessment=${encodeURIComponent(assessmentId)}`;
}

function sayNumber(number) {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 2 });
}
