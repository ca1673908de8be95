// Today: the steps that are due, each with its template and what became of it, what buyers opened, and the sequences.

import { readMe } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { keepWords, keptWords } from "../shared/kept.js";
import { segments } from "../shared/segments.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeDueStep } from "./due-step.js";
import { makeOpened } from "./opened.js";
import { makeRuns } from "./runs.js";
import { makeSuppressed } from "./suppressed.js";

const WAYS = [
  ["mailto", "my mail program"],
  ["eml", "an .eml file"],
  ["copied", "copying"],
];
const AT_ONCE = 50;
const OPENED = 10;
const WAY = "sending.way";
const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("To send"));
  try {
    const me = await readMe();
    const due = make("div");
    const runs = make("div");
    const suppressed = makeSuppressed(me, () => load(page));
    const opened = make("div");
    const page = { me, way: keptWords(me.id)[WAY] || "mailto", due, opened, runs, changed: () => load(page) };
    fill(app, due, opened, runs, suppressed);
    await load(page);
  } catch (error) {
    showProblem(app, error, start);
  }
}

async function load(page) {
  const [due, opened, runs] = await Promise.all([
    readJson("/sending/due"),
    readJson(`/sharing/links/opened?limit=${OPENED}`),
    readJson(`/sending/runs?limit=${AT_ONCE}`),
  ]);
  page.canMail = due.can_mail;
  fill(page.due, makeDue(page, due.items));
  fill(page.opened, makeOpened(opened));
  fill(page.runs, makeRuns(page, runs));
}

function makeDue(page, items) {
  return make(
    "section",
    {},
    make("h2", {}, "To send"),
    items.length
      ? [
          make("p", { class: "rp-hint" }, "I send by"),
          segments("I send by", WAYS, page.way, (way) => chooseWay(page, way)),
          make(
            "ul",
            { class: "rp-due-steps" },
            items.map((item) => makeDueStep(page, item)),
          ),
        ]
      : make("p", { class: "rp-empty" }, "Nothing is due. Start a sequence on its page in the library."),
  );
}

function chooseWay(page, way) {
  page.way = way;
  keepWords(page.me.id, { ...keptWords(page.me.id), [WAY]: way });
}

start();
