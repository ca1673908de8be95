// Assignments: give a course or a path, bring lists, note who took part in an event, and see what was given so far.

import { startFor } from "../shared/allowed.js";
import { fill, make } from "../shared/dom.js";
import { makeAssignForm } from "./assign.js";
import { makeAttendanceForm } from "./attendance.js";
import { makeAssignmentUpload, makeCompletionUpload } from "./lists.js";
import { makeRuleList } from "./rule-list.js";

const app = document.getElementById("app");
const list = makeRuleList();
const query = new URLSearchParams(location.search);
const [course, team, person] = ["course_id", "team_id", "person_id"].map((name) => query.get(name));
// Whoever comes to assign something finds the form open, with what is known already.
const isAsked = course !== null || team !== null || person !== null;

function start() {
  fill(
    app,
    fold("Assign a course or a path", makeAssignForm({ course, team, person, isAsked }, list.load), isAsked),
    fold("Upload a list of assignments", makeAssignmentUpload(list.load)),
    fold("Upload a list of completions", makeCompletionUpload(list.load)),
    fold("Note who took part in an event", makeAttendanceForm()),
    make("section", {}, make("h2", {}, "Assignments so far"), list.element),
  );
  list.load();
}

function fold(title, content, isOpen = false) {
  const summary = make("summary", {}, make("h2", {}, title));
  return make("details", { class: "rp-card rp-fold", open: isOpen }, summary, content);
}

startFor(start);
