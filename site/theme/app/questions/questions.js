// Questions: those that wait for me first, then mine and those asked of me, and what came of what I asked for.

import { readMe } from "../shared/account.js";
import { readAll, readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { sayDate, sayMoment } from "../shared/words.js";
import { makeAskForm } from "./ask.js";
import { showThread } from "./thread.js";

const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);

async function start() {
  fill(app, makeWaiting("Waiting for you"));
  try {
    const me = await readMe();
    const id = asked.get("id");
    if (id) return showThread(app, await readJson(`/questions/${encodeURIComponent(id)}`), me);
    const [questions, met] = await Promise.all([
      readAll("/questions?limit=200"),
      readJson("/questions/heard?all=true"),
    ]);
    await showLists(me, questions, met.items);
  } catch (error) {
    if (error.status === 404 || error.status === 422)
      fill(app, make("p", { class: "rp-empty" }, "There is no such question for you. ", back()));
    else showProblem(app, error, start);
  }
}

async function showLists(me, questions, met) {
  const about = asked.has("about") ? { kind: asked.get("about"), id: asked.get("about_id") } : null;
  const waiting = questions.filter((one) => one.waits_for === me.id);
  const open = questions.filter((one) => one.waits_for && one.waits_for !== me.id);
  const closed = questions.filter((one) => one.closed_at);
  const fold = make(
    "details",
    { class: "rp-card rp-fold", open: Boolean(about) },
    make("summary", {}, make("h2", {}, "Ask a question")),
  );
  fill(
    app,
    fold,
    section("Waiting for you", waiting, me, "Nobody waits for your word."),
    met.length ? showMet(met) : null,
    open.length ? section("Waiting for others", open, me, "") : null,
    closed.length ? showClosed(closed, me) : null,
  );
  const form = makeAskForm(about, (made) => location.assign(`?id=${made.id}`));
  fold.append(form.element);
  // What is asked about may take a moment to be named.
  if (about) (await form.ready) && form.focus();
}

function section(title, questions, me, nothing) {
  return make(
    "section",
    {},
    make("h2", {}, title),
    questions.length
      ? make(
          "ul",
          { class: "rp-questions" },
          questions.map((one) => showLine(one, me)),
        )
      : make("p", { class: "rp-empty" }, nothing),
  );
}

function showClosed(questions, me) {
  return make(
    "details",
    { class: "rp-card rp-fold" },
    make("summary", {}, make("h2", {}, `Closed (${questions.length})`)),
    make(
      "ul",
      { class: "rp-questions" },
      questions.map((one) => showLine(one, me)),
    ),
  );
}

function showLine(question, me) {
  const isMine = question.asker.id === me.id;
  const other = isMine ? question.asked.name : question.asker.name;
  const state = question.answered_at ? badge("Answered", "complete") : badge("Not answered yet", "not_started");
  return make(
    "li",
    { class: "rp-card" },
    make("a", { class: "rp-questions__text", href: `?id=${question.id}` }, question.text),
    make(
      "p",
      { class: "rp-muted" },
      [isMine ? `You asked ${other}` : `${other} asked you`, nameAbout(question.about), sayMoment(question.last_at)]
        .filter(Boolean)
        .join(" · "),
      " ",
      state,
    ),
  );
}

function nameAbout(about) {
  if (!about) return "";
  return about.title ? `about “${about.title}”` : "";
}

// What is there of what somebody asked for, with those that they haven't seen yet on top.
function showMet(met) {
  const inOrder = [...met.filter((one) => !one.heard_at), ...met.filter((one) => one.heard_at)];
  return make(
    "section",
    { id: "there" },
    make("h2", {}, "What you asked for is there"),
    make("ul", { class: "rp-questions" }, inOrder.map(showThere)),
  );
}

function showThere(met) {
  const what = met.words ?? met.text;
  const item = make(
    "li",
    { class: "rp-card" },
    make("p", {}, make("a", { href: met.page.url, lang: met.page.language }, met.page.title)),
    make(
      "p",
      { class: "rp-muted" },
      `${met.is_own ? "You asked for" : "You passed on"} “${what}” on ${sayDate(met.asked_at)}; there since ${sayDate(met.there_since)}.`,
    ),
  );
  if (met.heard_at) return item;
  const seen = make("button", { type: "button", class: "rp-button" }, "Seen", unseen(`: ${met.page.title}`));
  seen.addEventListener("click", () => hear(met, seen, item));
  item.append(make("p", { class: "rp-actions" }, seen));
  return item;
}

async function hear(met, button, item) {
  button.disabled = true;
  try {
    await sendJson("PUT", `/questions/heard/${met.need_id}`);
    button.parentElement.remove();
    item.setAttribute("tabindex", "-1");
    item.focus();
  } catch (error) {
    button.disabled = false;
    const trouble = item.querySelector(".rp-trouble") || item.appendChild(make("div", { class: "rp-trouble" }));
    showProblem(trouble, error);
  }
}

function unseen(text) {
  return make("span", { class: "rp-unseen" }, text);
}

function back() {
  return make("a", { href: location.pathname }, "All questions");
}

start();
