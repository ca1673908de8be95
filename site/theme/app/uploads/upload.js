// Lists from a spreadsheet: a file is checked as it is chosen, what it leaves open is asked, and then it is kept.

import { sendText } from "../shared/api.js";
import { codedText, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { makeFileForm, queryOf } from "./file-form.js";

const SHOWN = 200;

// A list has a name, the path that takes it, its columns, each with its name, whether it is needed and what it says, an
// example, and who else's names for columns are known (`also`); `more` explains it further. `changed` is told after rows
// were kept. It may have `choices`, boxes with the names of parameters, and `showMore`, which shows more of what came of it.
export function makeUpload(list, more, changed) {
  const upload = {
    changed,
    list,
    turn: 0,
    file: make("input", { type: "file", accept: ".csv,.txt,.xlsx,text/csv", required: true }),
    status: make("div", { role: "status" }),
    boxes: (list.choices || []).map(([name]) => [name, make("input", { type: "checkbox" })]),
    again: null,
  };
  const again = make("button", { type: "submit", class: "rp-button", hidden: true }, "Check the file again");
  const form = make(
    "form",
    { class: "rp-form--small" },
    labelled("CSV file or workbook", upload.file, "It is checked as soon as it is chosen; nothing is kept by that."),
    upload.boxes.map(([, box], place) =>
      make("label", { class: "rp-option" }, box, make("span", {}, list.choices[place][1])),
    ),
    again,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(upload);
  });
  for (const [, box] of upload.boxes) box.addEventListener("change", () => upload.again?.());
  upload.file.addEventListener("change", () => {
    again.hidden = !upload.file.files.length;
    if (again.hidden) forget(upload);
    else check(upload);
  });
  return make("div", {}, form, upload.status, explain(list), more);
}

function forget(upload) {
  upload.turn += 1;
  upload.again = null;
  fill(upload.status);
}

function explain({ name: listed, columns, example, also = "" }) {
  const link = make(
    "a",
    {
      class: "rp-button",
      href: URL.createObjectURL(new Blob(["\ufeff", example], { type: "text/csv" })),
      download: `${listed}-example.csv`,
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
        `A row names the columns, in any order${also}; days may be written in any usual way. What isn’t plain is asked, once for all files with the same header.`,
      ),
      scrollingTable(`Columns of ${listed}`, ["Column", "Needed", "What it says"], rows),
    ),
    make("p", {}, link),
  ];
}

// The bytes that were checked are the bytes that are kept, whatever happens to the file in between.
async function check(upload) {
  const asking = (upload.turn += 1);
  upload.again = null;
  fill(upload.status, make("p", {}, "Checking…"));
  try {
    const bytes = await upload.file.files[0].arrayBuffer();
    if (asking === upload.turn) await foretell(upload, { ...upload.list, bytes, answers: readBoxes(upload) });
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

function readBoxes({ boxes }) {
  return Object.fromEntries(boxes.map(([name, box]) => [name, String(box.checked)]));
}

function send({ path, bytes, answers }, query, key) {
  const asked = new URLSearchParams({ ...queryOf(answers), ...query });
  return sendText("POST", `${path}?${asked}`, bytes, { type: "text/csv", key });
}

// What is kept is what was shown: whoever changes an answer checks again.
function offer(upload, list, done) {
  const key = crypto.randomUUID();
  const fields = list.columns.map(([name]) => name);
  const isOpen = done.questions.some(({ blocks }) => blocks);
  const button = (text, onclick) =>
    make("button", { type: "button", class: "rp-button rp-button--main", onclick }, text);
  const answered = () => ({ ...list, answers: { ...form.read(), ...readBoxes(upload) } });
  upload.again = () => foretell(upload, answered());
  const again = button("Check with these answers", upload.again);
  const keep = button("Keep it", () => store(upload, answered(), key, keep));
  const form = makeFileForm(done, fields, list.answers, () => {
    keep.hidden = true;
    again.hidden = false;
  });
  again.hidden = !isOpen;
  keep.hidden = isOpen || !changes(done);
  fill(
    upload.status,
    form.element,
    make(
      "div",
      { class: `rp-note ${isOpen || done.errors.length ? "" : "rp-note--info"}` },
      make("p", {}, isOpen ? "The file leaves something open; answer it, and it is checked again." : sayChecked(done)),
      make("p", { class: "rp-actions" }, again, keep),
    ),
    list.showMore?.(done),
    showErrors(done.errors),
  );
}

function changes({ created, changed = 0 }) {
  return created + changed > 0;
}

function sayChecked(done) {
  const note = done.errors.length ? "Rows with errors are left out when you keep the list." : "Nothing is kept yet.";
  const last = changes(done) ? note : "There is nothing to keep.";
  return `Checked ${count(done.rows, "row")}: ${sayCounts(done)}. ${last}`;
}

async function store(upload, list, key, keep) {
  const asking = upload.turn;
  keep.disabled = true;
  try {
    const done = await send(list, {}, key);
    if (asking === upload.turn)
      fill(
        upload.status,
        make("p", { class: "rp-note rp-note--good" }, `Kept: ${sayCounts(done)}.`),
        list.showMore?.(done),
        showErrors(done.errors),
      );
    upload.changed();
  } catch (error) {
    keep.disabled = false;
    if (asking === upload.turn) showProblem(upload.status, error, () => store(upload, list, key, keep));
  }
}

// A list that changes what is there says how much.
function sayCounts({ created, changed, already_there: there, errors }) {
  const number = (value) => value.toLocaleString("en-GB");
  const wrong = new Set(errors.map(({ row }) => row)).size;
  const known =
    changed === undefined
      ? `${number(there)} there already`
      : `${number(changed)} changed, ${number(there)} as they are`;
  return `${number(created)} new, ${known}, ${wrong ? `${count(wrong, "row")} with errors` : "no errors"}`;
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
        make("td", {}, codedText(detail)),
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
