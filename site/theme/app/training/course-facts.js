// What a course is like and how far somebody is, as pairs of a name and a value.

import { make } from "../shared/dom.js";
import { labelOf } from "../shared/labels.js";
import { count, KINDS, sayDay, sayMinutes } from "../shared/words.js";

export function factsOf(course) {
  const known = {
    Kind: KINDS[course.kind] || course.kind,
    Time: course.minutes ? sayMinutes(course.minutes) : "",
    Areas: course.areas.map((area) => labelOf("area", area)).join(", "),
    Dates: course.is_event ? sayDates(course.held_on) : "",
    Quiz: course.has_quiz ? sayQuiz(course) : "",
    Practical: course.practical ? sayPractical(course.practical) : "",
    Attempts: course.attempts_left === null ? "" : `${course.attempts_left} left`,
    "Valid for": course.valid_days ? count(course.valid_days, "day") : "",
    "Can be renewed": sayRenewal(course),
  };
  return Object.entries(known).filter(([, value]) => value);
}

function sayDates(days) {
  return days.length ? days.map(sayDay).join(", ") : "No date yet";
}

function sayQuiz({ pass_mark, best_score }) {
  return best_score === null ? `${pass_mark} % to pass` : `${pass_mark} % to pass, your best is ${best_score} %`;
}

function sayPractical({ rubric, times, passes, waiting, is_enough }) {
  const asked = times === 1 ? "one must pass" : `${times} in a row must pass`;
  const by = rubric ? make("a", { href: rubric.url }, rubric.title) : "a rubric that isn't in the library now";
  const passed = is_enough ? "shown" : `${passes} of ${times} passed`;
  return ["By ", by, `, ${asked}; ${passed}`, waiting ? `, ${waiting} with the graders` : ""];
}

function sayRenewal({ completion, renewable_from, is_due }) {
  if (!completion || !renewable_from) return "";
  return is_due ? "now" : `from ${sayDay(renewable_from)}`;
}
