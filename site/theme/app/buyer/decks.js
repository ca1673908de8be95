// Decks for buyers: mine and those of the people whom I manage, and the form that begins a new one.

import { readMe } from "../shared/account.js";
import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { personLink } from "../shared/people.js";
import { makeWaiting } from "../shared/waiting.js";
import { count, sayDate } from "../shared/words.js";

const AT_ONCE = 30;
const app = document.getElementById("app");
// The page of which somebody came to take slides.
const taken = new URLSearchParams(location.search).get("take");

async function start() {
  fill(app, makeWaiting("Decks"));
  try {
    const [me, answer] = await Promise.all([readMe(), readJson(`/sending/decks?limit=${AT_ONCE}`)]);
    show(me, answer);
  } catch (error) {
    showProblem(app, error, start);
  }
}

function show(me, { items, next }) {
  const list = make("ul", { class: "rp-items" });
  const add = (more) => list.append(...more.map((deck) => makeDeck(me, deck)));
  add(items);
  fill(
    app,
    taken && make("p", { class: "rp-note rp-note--info" }, "Choose the deck that gets the slides, or begin a new one."),
    makeNew(),
    make(
      "section",
      {},
      make("h2", {}, "Decks"),
      items.length ? list : make("p", { class: "rp-empty" }, "No deck yet. Begin one with the name of the buyer."),
      showMore(next, add),
    ),
  );
}

function makeDeck(me, deck) {
  const news = deck.to_check ? badge(`${count(deck.to_check, "slide")} to look at`, "expiring") : null;
  const isMine = deck.rep.id === me.id;
  return make(
    "li",
    { class: "rp-card" },
    make("h3", {}, make("a", { href: addressOfDeck(deck.id) }, deck.title), " ", news),
    make(
      "p",
      { class: "rp-muted" },
      isMine ? null : [personLink(deck.rep.id, deck.rep.name), " · "],
      `${deck.buyer} · ${count(deck.slide_count, "slide")} · changed ${sayDate(deck.changed_at)}`,
    ),
  );
}

function makeNew() {
  const buyer = make("input", { type: "text", required: true, maxlength: "200", autocomplete: "off" });
  const title = make("input", { type: "text", required: true, maxlength: "200", autocomplete: "off" });
  const button = make("button", { type: "submit", class: "rp-button rp-button--main" }, "Begin a deck");
  const said = make("div");
  const form = make(
    "form",
    { class: "rp-card rp-form" },
    make("h2", {}, "A new deck"),
    make("div", { class: "rp-grid" }, labelled("The buyer's company", buyer), labelled("Title", title)),
    make("p", { class: "rp-actions" }, button),
    said,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const deck = await sendJson("POST", "/sending/decks", { title: title.value, buyer: buyer.value });
      location.assign(addressOfDeck(deck.id));
    } catch (error) {
      showProblem(said, error);
      button.disabled = false;
    }
  });
  return form;
}

function addressOfDeck(id) {
  return `/app/buyer-deck/?${new URLSearchParams({ id, ...(taken && { take: taken }) })}`;
}

start();
