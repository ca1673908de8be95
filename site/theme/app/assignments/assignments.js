// Assignments: give a course or a path, bring lists, note who took part in an event, and see what was given so far.

import { startFor } from "../shared/allowed.js";
import { fill, make } from "../shared/dom.js";
import { makeTeamNav } from "../team/nav.js";
import { makeAssignForm } from "./assign.js";
import { makeAttendanceForm } from "./attendance.js";
import { makeRuleList } from "./rule-list.js";
import { makeUpload } from "./upload.js";

const app = document.getElementById("app");
const list = makeRuleList();

function start() {
  fill(
    app,
    makeTeamNav("assignments").element,
    fold("Assign a course or a path", makeAssignForm(list.load)),
    fold("Upload a list", makeUpload(list.load)),
    fold("Note who took part in an event", makeAttendanceForm()),
    make("section", {}, make("h2", {}, "Assignments so far"), list.element),
  );
  list.load();
}

function fold(title, content) {
  return make("details", { class: "rp-card rp-fold" }, make("summary", {}, make("h2", {}, title)), content);
}

startFor(start);
