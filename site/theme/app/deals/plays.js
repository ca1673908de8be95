// The play of a deal's stage: what must hold before it and before the next one, ticked as it is met.

import { readJson, sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { pageLink } from "../shared/pages.js";
import { personLink } from "../shared/people.js";
import { sayDate } from "../shared/words.js";

const LISTS = [
  ["entry", "Before this stage"],
  ["exit", "Before the next stage"],
];

export async function showPlays(place, view) {
  const answer = await readJson(`${view.path}/plays`);
  const nothing = answer.lacking ? make("p", { class: "rp-empty" }, answer.lacking) : null;
  fill(
    place,
    nothing,
    answer.items.map((play) => showPlay(view, play)),
  );
}

function showPlay(view, play) {
  const query = `?${new URLSearchParams({ deal: view.deal.id })}`;
  return make(
    "div",
    { class: "rp-card" },
    make("h3", {}, pageLink(play.page)),
    make("p", {}, play.objective),
    LISTS.filter(([part]) => play[part].length).map(([part, title]) => showList(view, play, part, title)),
    play.pages.length ? [make("h4", {}, "To use, in this order"), showPages(play.pages, query)] : null,
  );
}

function showPages(pages, query) {
  return make(
    "ol",
    {},
    pages.map((page) => make("li", {}, pageLink(page, query))),
  );
}

function showList(view, play, part, title) {
  const trouble = make("div");
  return make(
    "fieldset",
    { class: "rp-plain" },
    make("legend", {}, title),
    play[part].map((one) => showCriterion(view, play, part, one, trouble)),
    trouble,
  );
}

function showCriterion(view, play, part, one, trouble) {
  const box = make("input", { type: "checkbox", checked: Boolean(one.ticked_at) });
  const said = make("small", {});
  const tell = ({ ticked_at: at, ticked_by: by, is_asked: isAsked }) =>
    fill(
      said,
      at ? [" ", personLink(by.id, by.name), `, ${sayDate(at)}`] : null,
      isAsked ? null : " The page asks this no more.",
    );
  tell(one);
  box.addEventListener("change", async () => {
    box.disabled = true;
    try {
      const body = { page_id: play.page.id, part, text: one.text, is_met: box.checked };
      const answer = await sendJson("PUT", `${view.path}/ticks`, body);
      const after = answer.items.find(({ page }) => page.id === play.page.id)?.[part] || [];
      tell(after.find(({ text }) => text === one.text) || { ...one, ticked_at: null });
      fill(trouble);
    } catch (error) {
      box.checked = !box.checked;
      showProblem(trouble, error);
    }
    box.disabled = false;
    box.focus();
  });
  return make(
    "div",
    { class: "rp-tick" },
    make("label", { class: "rp-option" }, box, make("span", {}, one.text)),
    said,
  );
}
