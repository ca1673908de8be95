// Lists from a spreadsheet: a file is checked as it is chosen, what it leaves open is asked, and then it is kept.

import { sendText } from "../shared/api.js";
import { fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { readCourses } from "../team/choices.js";
import { makeFileForm, queryOf } from "./upload-file.js";

const EMAIL = ["email", "yes", "The address of somebody you manage."];
const COURSE = ["course_id", "yes", "The id or the title of a course, from the list below."];
const KINDS = {
  assignments: {
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
const SHOWN = 200;

// `kind` says what the list holds; `changed` is told after rows were kept.
export function makeUpload(kind, changed) {
  const upload = {
    changed,
    kind,
    turn: 0,
    file: make("input", { type: "file", accept: ".csv,.txt,.xlsx,text/csv", required: true }),
    status: make("div", { role: "status" }),
  };
  const again = make("button", { type: "submit", class: "rp-button", hidden: true }, "Check the file again");
  const form = make(
    "form",
    { class: "rp-form--small" },
    labelled("CSV file or workbook", upload.file, "It is checked as soon as it is chosen; nothing is kept by that."),
    again,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(upload);
  });
  upload.file.addEventListener("change", () => {
    again.hidden = !upload.file.files.length;
    if (again.hidden) forget(upload);
    else check(upload);
  });
  return make("div", {}, form, upload.status, explain(kind), showIds(kind));
}

function showIds(kind) {
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
      fill(place, scrollingTable(`Ids of courses for ${kind}`, ["Course", "course_id"], make("tbody", {}, rows)));
    } catch (error) {
      showProblem(place, error, read);
    }
  };
  read();
  return make("details", { class: "rp-ids" }, make("summary", {}, "The ids of the courses"), place);
}

function forget(upload) {
  upload.turn += 1;
  fill(upload.status);
}

function explain(kind) {
  const { columns, example } = KINDS[kind];
  const link = make(
    "a",
    {
      class: "rp-button",
      href: URL.createObjectURL(new Blob(["\ufeff", example], { type: "text/csv" })),
      download: `${kind}-example.csv`,
    },
    "Download an example",
  );
  const rows = make(
    "tbody",
    {},
    columns.map(([name, needed, text]) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, make("code", {}, name)),
        make("td", { "data-label": "Needed" }, needed || null),
        make("td", {}, text),
      ),
    ),
  );
  return [
    make(
      "details",
      {},
      make("summary", {}, "The columns"),
      make(
        "p",
        {},
        "A row names the columns, in any order and also as Excel, Moodle or your HR system call them; days may be written in any usual way. What isn’t plain is asked, once for all files with the same header.",
      ),
      scrollingTable(`Columns of ${kind}`, ["Column", "Needed", "What it says"], rows),
    ),
    make("p", {}, link),
  ];
}

// The bytes that were checked are the bytes that are kept, whatever happens to the file in between.
async function check(upload) {
  const asking = (upload.turn += 1);
  fill(upload.status, make("p", {}, "Checking…"));
  try {
    const bytes = await upload.file.files[0].arrayBuffer();
    if (asking === upload.turn) await foretell(upload, { kind: upload.kind, bytes, answers: {} });
  } catch (error) {
    if (asking === upload.turn) showProblem(upload.status, error, () => check(upload));
  }
}

async function foretell(upload, list) {
  const asking = (upload.turn += 1);
  try {
    const done = await send(list, { dry_run: "true" });
    if (asking === upload.turn) offer(upload, list, done);
  } catch (error) {
    if (asking === upload.turn) showProblem(upload.status, error, () => foretell(upload, list));
  }
}

function send({ kind, bytes, answers }, query, key) {
  const asked = new URLSearchParams({ ...queryOf(answers), ...query });
  return sendText("POST", `/training/${kind}.csv?${asked}`, bytes, { type: "text/csv", key });
}

// What is kept is what was shown: whoever changes an answer checks again.
function offer(upload, list, done) {
  const key = crypto.randomUUID();
  const fields = KINDS[list.kind].columns.map(([name]) => name);
  const isOpen = done.questions.some(({ blocks }) => blocks);
  const button = (text, onclick) =>
    make("button", { type: "button", class: "rp-button rp-button--main", onclick }, text);
  const again = button("Check with these answers", () => foretell(upload, { ...list, answers: form.read() }));
  const keep = button("Keep it", () => store(upload, { ...list, answers: form.read() }, key, keep));
  const form = makeFileForm(done, fields, list.answers, () => {
    keep.hidden = true;
    again.hidden = false;
  });
  again.hidden = !isOpen;
  keep.hidden = isOpen || !done.created;
  fill(
    upload.status,
    form.element,
    make(
      "div",
      { class: `rp-note ${isOpen || done.errors.length ? "" : "rp-note--info"}` },
      make("p", {}, isOpen ? "The file leaves something open; answer it, and it is checked again." : sayChecked(done)),
      make("p", { class: "rp-actions" }, again, keep),
    ),
    showErrors(done.errors),
  );
}

function sayChecked(done) {
  const note = done.errors.length ? "Rows with errors are left out when you keep the list." : "Nothing is kept yet.";
  const last = done.created ? note : "There is nothing to keep.";
  return `Checked ${count(done.rows, "row")}: ${sayCounts(done, "new")}. ${last}`;
}

async function store(upload, list, key, keep) {
  const asking = upload.turn;
  keep.disabled = true;
  try {
    const done = await send(list, {}, key);
    if (asking === upload.turn)
      fill(
        upload.status,
        make("p", { class: "rp-note rp-note--good" }, `Kept: ${sayCounts(done, "new")}.`),
        showErrors(done.errors),
      );
    upload.changed();
  } catch (error) {
    keep.disabled = false;
    if (asking === upload.turn) showProblem(upload.status, error, () => store(upload, list, key, keep));
  }
}

function sayCounts({ created, already_there: there, errors }, word) {
  const wrong = new Set(errors.map(({ row }) => row)).size;
  return `${created.toLocaleString("en-GB")} ${word}, ${there.toLocaleString("en-GB")} there already, ${wrong ? `${count(wrong, "row")} with errors` : "no errors"}`;
}

function showErrors(errors) {
  if (!errors.length) return null;
  const rows = errors
    .slice(0, SHOWN)
    .map(({ row, column, detail }) =>
      make(
        "tr",
        {},
        make("td", { class: "rp-number", "data-label": "Row" }, String(row)),
        make("td", { "data-label": "Column" }, column ? make("code", {}, column) : null),
        make("td", {}, detail),
      ),
    );
  return [
    scrollingTable("Rows with errors", ["Row", "Column", "What is wrong"], make("tbody", {}, rows)),
    errors.length > SHOWN
      ? make(
          "p",
          { class: "rp-muted" },
          `These are the first ${SHOWN} of ${errors.length.toLocaleString("en-GB")} errors.`,
        )
      : null,
  ];
}
