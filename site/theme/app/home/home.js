// Home: the cards that the person's nouns contribute, asked for at once, but for those that take longer.

import { signedIn } from "../shared/account.js";
import { isPreview, readJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { sayAbout } from "../shared/shares.js";
import { nameState, sayDay, sayMoment, sayPercent } from "../shared/words.js";
import { keepHeight, recallHeight } from "./heights.js";

const app = document.getElementById("app");

async function load() {
  try {
    const { cards } = await readJson("/home");
    const shown = cards.map((card) => ({ card, element: showCard(card) }));
    fill(
      app,
      shown.map(({ element }) => element),
    );
    for (const { card, element } of shown) if (card.is_waiting) complete(card, element);
  } catch (error) {
    showProblem(app, error, load);
  }
  app.removeAttribute("aria-busy");
}

// What took longer comes into the place that was kept for it: as high as it was the last time.
async function complete({ name }, element) {
  const height = recallHeight(name);
  element.setAttribute("aria-busy", "true");
  if (height) element.style.minHeight = `${height}px`;
  try {
    fill(element, [...showCard(await readJson(`/home/cards/${encodeURIComponent(name)}`)).childNodes]);
  } catch {
    element.lastElementChild.replaceWith(make("p", { class: "rp-muted" }, "This can't be shown now."));
  }
  element.style.minHeight = "0";
  element.removeAttribute("aria-busy");
  keepHeight(name, element.offsetHeight);
}

function showCard(card) {
  const title = card.url ? make("a", { href: card.url }, card.title) : card.title;
  return make(
    "section",
    {
      class: `rp-card rp-home-card${card.is_urgent ? " rp-home-card--urgent" : ""}${card.is_waiting ? " rp-home-card--later" : ""}`,
    },
    make("h2", {}, title),
    card.note ? make("p", { class: "rp-home-card__note" }, card.note) : null,
    card.figures.length ? make("ul", { class: "rp-home-card__figures" }, card.figures.map(showFigure)) : null,
    card.items.length ? make("ul", { class: "rp-home-card__items" }, card.items.map(showItem)) : null,
    card.items.length || card.figures.length
      ? null
      : make("p", { class: "rp-muted" }, card.is_waiting ? "Computing…" : card.empty),
    card.more ? make("p", { class: "rp-home-card__more" }, make("a", { href: card.more.url }, card.more.label)) : null,
  );
}

function showFigure({ label, value, said, share, url, state, detail }) {
  const [figure, words] = share ? inWords(share, label) : [said ?? count(value), label];
  const text = [make("strong", {}, figure), " ", make("span", {}, words)];
  return make(
    "li",
    { class: state ? `rp-home-figure--${state}` : detail ? "rp-home-figure--told" : "" },
    url ? make("a", { href: url }, text) : text,
    detail ? make("p", { class: "rp-home-item__facts" }, detail) : null,
  );
}

function inWords({ value, interval }, label) {
  if (value === null) return ["–", `${label}: too little data`];
  return [sayPercent(value), interval ? `${label}, ${sayAbout(interval)}` : label];
}

function count(number) {
  return number.toLocaleString("en-GB");
}

function showItem(item) {
  const facts = [item.detail, item.on && sayDay(item.on), item.at && sayMoment(item.at)].filter(Boolean).join(" ");
  return make(
    "li",
    {},
    make(
      "div",
      { class: "rp-home-item" },
      make(
        "p",
        { class: "rp-home-item__title" },
        item.url ? make("a", { href: item.url, lang: item.language }, item.title) : item.title,
        item.state ? [" ", badge(nameState(item.state), item.state)] : null,
      ),
      facts || item.person
        ? make(
            "p",
            { class: "rp-home-item__facts" },
            item.person ? [showPerson(item.person), facts ? " · " : ""] : null,
            facts,
          )
        : null,
    ),
    item.action
      ? make(
          "a",
          {
            class: "rp-button rp-button--main",
            href: item.action.url,
            "aria-label": `${item.action.label}: ${item.title}`,
          },
          item.action.label,
        )
      : null,
  );
}

// Who coaches a rep has a page that isn't for the rep.
function showPerson({ name, url }) {
  return url ? make("a", { href: url }, name) : name;
}

if (isPreview) fill(app);
else {
  app.setAttribute("aria-busy", "true");
  signedIn.then(load);
}
