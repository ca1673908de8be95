// One deck for a buyer: its words, its slides, what became of them, and what is done with it.

import { readDeck } from "../deck/answered.js";
import { presentIfAsked } from "../deck/deck.js";
import { openDownloads } from "../deck/downloads.js";
import { openStage } from "../deck/stage.js";
import { readMe } from "../shared/account.js";
import { readJson, sendJson } from "../shared/api.js";
import { fill, make, sayProblem, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeAdding } from "./adding.js";
import { DeckKeeping } from "./keeping.js";
import { makeNews } from "./news.js";
import { keyOf, makePicked } from "./picked.js";
import { makeWords } from "./words.js";

const NONE = "There is no such deck, or it isn't yours to see.";
const app = document.getElementById("app");
const asked = new URLSearchParams(location.search);

async function start() {
  fill(app, makeWaiting("Slides"));
  try {
    const path = `/sending/decks/${encodeURIComponent(asked.get("id") || "")}`;
    const [me, deck] = await Promise.all([readMe(), asked.get("id") ? readJson(path) : null]);
    if (!deck) return fill(app, make("p", { class: "rp-empty", role: "alert" }, NONE));
    if (deck.rep.id === me.id) showOwn(deck);
    else showOther(deck);
    if (asked.has("present")) presentIfAsked(await readDeck(`${path}/slides`), app.closest(".md-typeset"));
  } catch (error) {
    if (error.status === 404) fill(app, make("p", { class: "rp-empty", role: "alert" }, NONE));
    else showProblem(app, error, start);
  }
}

function showOwn(deck) {
  const said = make("p", { class: "rp-status", role: "status" });
  const trouble = make("div");
  const news = make("div");
  const say = (text) => fill(said, text);
  const keeping = new DeckKeeping(deck, { begun: () => fill(trouble), changed, failed });
  const change = (slides) => {
    keeping.save({ slides });
    picked.show(keeping.deck);
  };
  const picked = makePicked(change, say);
  const words = makeWords(keeping);
  const adding = makeAdding({
    has: (slide) => keeping.deck.slides.some((one) => keyOf(one) === keyOf(slide)),
    add: (slides) => {
      change([...keeping.deck.slides, ...slides]);
      say(`Added: ${slides.map(({ title }) => title).join(", ")}.`);
    },
  });
  fill(
    app,
    words.element,
    makeActions(() => keeping.deck, trouble),
    said,
    trouble,
    news,
    make("div", { class: "rp-builder" }, make("section", {}, make("h2", {}, "Slides"), picked.element), adding.element),
    makeRemove(deck, trouble),
  );
  changed(deck);
  if (asked.get("take")) adding.open(asked.get("take"));

  function changed(now) {
    nameIt(now);
    words.show(now);
    picked.show(now);
    fill(news, makeNews(now, keeping));
  }

  async function failed(error) {
    if (error.status === 412) return showStale(trouble, error);
    showProblem(trouble, error, () => keeping.run());
    // What was refused is as it was before.
    if (error.status >= 400 && error.status < 500) await keeping.reload().catch(() => null);
  }
}

// Another window changed the deck: what this one shows isn't the last any more.
function showStale(place, error) {
  const load = () => location.reload();
  const button = make("button", { type: "button", class: "rp-button rp-button--main", onclick: load }, "Load it again");
  const hint = "What you changed here since then isn't kept.";
  fill(place, make("div", { class: "rp-alert", role: "alert" }, make("p", {}, sayProblem(error), " ", hint), button));
}

function showOther(deck) {
  const trouble = make("div");
  const picked = makePicked(null);
  nameIt(deck);
  fill(
    app,
    make("p", { class: "rp-muted" }, `For ${deck.buyer}, by `, personLink(deck.rep.id, deck.rep.name)),
    makeActions(() => deck, trouble),
    trouble,
    makeNews(deck, null),
    picked.element,
  );
  picked.show(deck);
}

function makeActions(current, trouble) {
  const path = `/sending/decks/${current().id}`;
  const present = async () => {
    try {
      openStage(await readDeck(`${path}/slides`), 0, app.closest(".md-typeset"));
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  const files = [
    ["PowerPoint", `${path}/deck.pptx`, "Without speaker notes."],
    ["PDF", `${path}/deck.pdf`, "A page for each slide."],
  ];
  const button = (text, onclick, kind = "") =>
    make("button", { type: "button", class: `rp-button ${kind}`.trim(), onclick }, text);
  const download = button("Download", () => openDownloads(download, current().title, files));
  const shareIt = async () => {
    const thing = { kind: "deck", target: current().id, title: current().title, me: readMe(), shared: () => null };
    await (await import("../sharing/share-dialog.js")).openShare(share, thing);
  };
  const share = button("Share", shareIt);
  return make("p", { class: "rp-actions" }, button("Present", present, "rp-button--main"), download, share);
}

function makeRemove(deck, trouble) {
  const remove = async () => {
    try {
      await sendJson("DELETE", `/sending/decks/${deck.id}`);
      location.assign("/app/decks/");
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  return make(
    "details",
    { class: "rp-fold" },
    make("summary", {}, "Remove this deck"),
    make("p", { class: "rp-hint" }, "Nobody sees it any more; the pages that it takes slides of stay as they are."),
    make("button", { type: "button", class: "rp-button", onclick: remove }, "Remove"),
  );
}

function nameIt({ title, buyer }) {
  fill(document.querySelector("h1"), title);
  document.title = document.title.replace(/^[^-]*/, () => `${title} for ${buyer} `);
}

start();
