// Lists of assignments and of completions from a spreadsheet: what their columns are, and the courses they may name.

import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { readCourses } from "../team/choices.js";
import { makeUpload } from "../uploads/upload.js";

const EMAIL = ["email", "yes", "The address of somebody you manage."];
const COURSE = ["course_id", "yes", "The id or the title of a course, from the list below."];
const ALSO = " and also as Excel, Moodle or your HR system call them";
const LISTS = {
  assignments: {
    name: "assignments",
    path: "/training/assignments.csv",
    also: ALSO,
    columns: [
      EMAIL,
      COURSE,
      ["due_on", "one of the two", "The day it is due: 2026-05-31."],
      ["due_days", "one of the two", "So many days from today instead."],
      ["priority", "", "required (as without one) or recommended."],
    ],
    example:
      "email,course_id,due_on,due_days,priority\nada@example.com,course-data-protection,,28,required\npiotr@example.com,course-data-protection,2030-05-31,,recommended\n",
  },
  completions: {
    name: "completions",
    path: "/training/completions.csv",
    also: ALSO,
    columns: [
      EMAIL,
      COURSE,
      ["completed_on", "yes", "The day it was completed: 2026-02-01."],
      ["version", "", "The version of the course; that of the day without one."],
      ["score", "", "Per cent, 0 to 100."],
      ["valid_until", "", "The last day it counts; as the course says without one."],
      ["kind", "", "imported (as without one) or attended."],
      ["source", "", "Where it comes from, such as old LMS."],
      ["reference", "", "Tells two completions of one day apart, such as a certificate's number."],
    ],
    example:
      "email,course_id,completed_on,version,score,valid_until,kind,source,reference\nada@example.com,course-data-protection,2026-02-01,,90,,imported,old LMS,C-1024\n",
  },
};

export function makeAssignmentUpload(changed) {
  return makeUpload(LISTS.assignments, showIds("assignments"), changed);
}

export function makeCompletionUpload(changed) {
  return makeUpload(LISTS.completions, showIds("completions"), changed);
}

function showIds(name) {
  const place = make("div", {}, make("p", {}, "Loading…"));
  const read = async () => {
    try {
      const rows = (await readCourses()).map(({ id, title }) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, title),
          make("td", { "data-label": "course_id" }, make("code", {}, id)),
        ),
      );
      fill(place, scrollingTable(`Ids of courses for ${name}`, ["Course", "course_id"], make("tbody", {}, rows)));
    } catch (error) {
      showProblem(place, error, read);
    }
  };
  read();
  return make("details", { class: "rp-ids" }, make("summary", {}, "The ids of the courses"), place);
}
