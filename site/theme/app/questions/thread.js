// One question with what was written under it, and what its two people can do: answer, close, offer the answer.

import { sendJson } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDate, sayMoment } from "../shared/words.js";

const OFFERS = { waiting: "No author has taken it yet.", taken: "An author is writing it.", closed: "" };

// Everything is shown anew after each change, and the focus goes to what was said of it.
export function showThread(place, question, me, said = "") {
  const thread = { place, me, question, trouble: make("div") };
  const isMine = question.asker.id === me.id;
  const note = said ? make("p", { class: "rp-note rp-note--good", role: "status", tabindex: "-1" }, said) : null;
  fill(
    place,
    make("p", {}, make("a", { href: location.pathname }, "All questions")),
    note,
    make(
      "article",
      { class: "rp-card rp-thread" },
      showHead(question, me),
      make("p", { class: "rp-said" }, question.text),
      make(
        "ol",
        { class: "rp-thread__answers" },
        question.answers.map((answer) => showAnswer(question, answer, me)),
      ),
      question.offer ? showOffer(question.offer) : null,
      thread.trouble,
      question.closed_at ? showClosed(question) : makeWriteForm(thread),
      isMine ? showOwn(thread) : null,
      !isMine && question.answered_at && !question.offer ? makeOfferForm(thread) : null,
    ),
  );
  note?.focus({ preventScroll: true });
}

function showHead({ asker, asked, asked_at: at, about, waits_for: turn }, me) {
  const who = asker.id === me.id ? `You asked ${asked.name}` : `${asker.name} asked you`;
  const state =
    turn === null
      ? badge("Closed", "waived")
      : turn === me.id
        ? badge("Your turn", "not_started")
        : badge("Waiting", "in_progress");
  return [
    make("div", { class: "rp-card__head" }, make("h2", {}, who), state),
    make("p", { class: "rp-card__facts" }, sayMoment(at), about ? [" · about ", showAbout(about)] : null),
  ];
}

// What the reader may not see has no title.
function showAbout({ kind, title, url, language }) {
  if (!title) return kind === "page" ? "a page that you can't see" : "a skill that is gone";
  return url ? make("a", { href: url, lang: language }, title) : `“${title}”`;
}

function showAnswer({ asker, asked }, { author_id: author, text, at }, me) {
  const name = [asker, asked].find(({ id }) => id === author)?.name;
  return make(
    "li",
    { class: author === me.id ? "rp-thread__own" : "" },
    make("p", { class: "rp-said" }, text),
    make("p", { class: "rp-muted" }, `${author === me.id ? "You" : name}, ${sayMoment(at)}`),
  );
}

function showOffer({ words, at, status, page }) {
  const there = page
    ? ["It is there: ", make("a", { href: page.url, lang: page.language }, page.title), "."]
    : [status === "closed" ? "It is written, and will be there soon." : OFFERS[status]];
  return make(
    "p",
    { class: "rp-note rp-note--info" },
    `Offered on ${sayDate(at)} as a page to write, “${words}”. `,
    there,
  );
}

function showClosed({ closed_at: at }) {
  return make("p", { class: "rp-muted" }, `Closed on ${sayDate(at)}.`);
}

function makeWriteForm(thread) {
  const isAsker = thread.question.asker.id === thread.me.id;
  const text = make("textarea", { rows: "3", required: true, maxlength: "5000" });
  return makeForm(
    thread,
    [labelled(isAsker ? "Ask back, or add something" : "Your answer", text)],
    isAsker ? "Send" : "Answer",
    () => ["POST", "/answers", { text: text.value }, "Sent."],
  );
}

// The asker closes, and says whether they may be named.
function showOwn(thread) {
  const { question } = thread;
  const close = make("button", { type: "button", class: "rp-button" }, "Close the question");
  close.addEventListener("click", () => change(thread, close, "POST", "/close", undefined, "Closed."));
  const box = make("input", { type: "checkbox", checked: question.is_named });
  box.addEventListener("change", () =>
    change(
      thread,
      box,
      "PUT",
      "/named",
      { is_named: box.checked },
      box.checked ? "You are named to authors." : "Your name isn't shown to authors.",
    ),
  );
  const label = question.offer
    ? "Authors may read that I asked"
    : "Should the answer become a page: its authors may read that I asked";
  return [
    make("label", { class: "rp-option" }, box, make("span", {}, label)),
    question.closed_at ? null : make("p", { class: "rp-actions" }, close),
  ];
}

function makeOfferForm(thread) {
  const { question, me } = thread;
  const last = question.answers.filter(({ author_id: author }) => author === me.id).at(-1);
  const words = make("input", { type: "text", required: true, maxlength: "200", pattern: ".*\\S.*" });
  const text = make("textarea", { rows: "4", required: true, maxlength: "5000" });
  text.value = last?.text || "";
  const form = makeForm(
    thread,
    [
      labelled("Words that people would search for", words, "It stands in Demand beside the searches for the same."),
      labelled("What the page should say", text, "Take out what isn't for everybody, such as names of customers."),
      make(
        "p",
        { class: "rp-hint" },
        question.is_named
          ? `Authors read it with your name and that ${question.asker.name} asked.`
          : `Authors read it with your name, and not who asked.`,
      ),
    ],
    "Offer it to the authors",
    () => [
      "POST",
      "/offer",
      { words: words.value, text: text.value },
      "Offered. You both hear when the page is there.",
    ],
  );
  return make(
    "details",
    { class: "rp-thread__offer" },
    make("summary", {}, "Offer the answer as a page to write"),
    form,
  );
}

function makeForm(thread, fields, label, read) {
  const send = make("button", { type: "submit", class: "rp-button rp-button--main" }, label);
  const form = make("form", { class: "rp-form" }, fields, make("p", { class: "rp-actions" }, send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [method, path, body, said] = read();
    change(thread, send, method, path, body, said);
  });
  return form;
}

async function change(thread, control, method, path, body, said) {
  const { place, me, question, trouble } = thread;
  const address = `/questions/${question.id}`;
  control.disabled = true;
  fill(trouble);
  try {
    const key = method === "POST" ? crypto.randomUUID() : undefined;
    const answer = await sendJson(method, address + path, body, { key });
    showThread(place, path === "/offer" ? { ...question, offer: answer } : answer, me, said);
  } catch (error) {
    control.disabled = false;
    showProblem(trouble, error);
  }
}
