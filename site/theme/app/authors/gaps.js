// Gaps: who took what nothing answers, closing one with a page, and what that changed.

import { offerSuggestions } from "../search/suggest.js";
import { signedIn } from "../shared/account.js";
import { readAll, sendJson } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { drawShare, sayShare } from "../shared/shares.js";
import { partOf, sayDate, sayTimes } from "../shared/words.js";
import { showSaid } from "./demand-said.js";

const RANKED = 50;

export async function loadGaps(place, changed) {
  try {
    const [gaps, me] = await Promise.all([readAll("/demand/gaps?limit=200"), signedIn]);
    const inOrder = [
      ...gaps.filter((gap) => gap.status === "taken"),
      ...gaps.filter((gap) => gap.status === "closed").reverse(),
    ];
    fill(
      place,
      gaps.length
        ? make(
            "ol",
            { class: "rp-sought" },
            inOrder.map((gap) => showGap(gap, me, changed)),
          )
        : make(
            "p",
            { class: "rp-empty" },
            "Nobody has taken a gap yet. Take one above: it then shows here, with what changed once a page closed it.",
          ),
    );
  } catch (error) {
    showProblem(place, error, () => loadGaps(place, changed));
  }
}

// Take, give back or close: what may be done about a query, or about what a page lacks, with who does it.
export function gapTools({ gap, queryId = "", lackingId = "", name, me, changed }) {
  const subject = queryId || lackingId;
  const place = make("div", { class: "rp-gap", id: subject ? `sought-${subject}` : `gap-${gap.id}` });
  const unseen = make("span", { class: "rp-unseen" }, `: ${name}`);
  const act = (method, path, body) => run(place, changed, method, path, body);
  const button = (text, onclick) =>
    make("button", { type: "button", class: "rp-button", onclick }, text, unseen.cloneNode(true));
  const take = () => act("POST", "/demand/gaps", queryId ? { query_id: queryId } : { lacking_id: lackingId });
  if (!gap) return fill(place, make("div", { class: "rp-actions" }, button("Take this gap", take)));
  if (gap.status === "closed")
    return fill(
      place,
      make(
        "div",
        { class: "rp-actions" },
        make("span", {}, badge("Closed", "complete"), ` taken by ${gap.taken_by.name}`),
        subject ? button("Take it again", take) : null,
      ),
    );
  const isOwn = me && (me.id === gap.taken_by.id || me.roles.includes("admin"));
  const form = closingForm(gap, act);
  const close = button("Close with a page", () => {
    form.hidden = !form.hidden;
    close.setAttribute("aria-expanded", String(!form.hidden));
    form.querySelector("input").focus();
  });
  close.setAttribute("aria-expanded", "false");
  return fill(
    place,
    make(
      "div",
      { class: "rp-actions" },
      make("span", {}, badge("Taken", "in_progress"), ` by ${me?.id === gap.taken_by.id ? "you" : gap.taken_by.name}`),
      close,
      isOwn ? button("Give back", () => act("DELETE", `/demand/gaps/${gap.id}`)) : null,
    ),
    form,
  );
}

// Everything is shown anew, and the focus goes where it was. What goes wrong is said below the buttons, which stay.
async function run(place, changed, method, path, body) {
  const buttons = place.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  place.querySelector(".rp-gap__trouble")?.remove();
  try {
    await sendJson(method, path, body, { key: crypto.randomUUID() });
    await changed();
    const focused = document.getElementById(place.id)?.querySelector("button") ?? document.getElementById("gaps");
    focused.focus();
  } catch (error) {
    const trouble = make("div", { class: "rp-gap__trouble" });
    place.append(trouble);
    showProblem(trouble, error);
  }
  for (const button of buttons) button.disabled = false;
}

// A page is chosen by its title from the suggestions, or named by its id.
function closingForm(gap, act) {
  const box = make("input", {
    type: "text",
    required: true,
    maxlength: "200",
    autocomplete: "off",
    spellcheck: "false",
  });
  const note = make("p", { class: "rp-hint", role: "status" });
  const field = labelled("Page that answers it", box, "Type its title and choose it, or give its id.");
  const form = make(
    "form",
    { class: "rp-form--small rp-gap__form", hidden: true },
    field,
    make("button", { type: "submit", class: "rp-button rp-button--main" }, "Close the gap"),
    note,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("POST", `/demand/gaps/${gap.id}/close`, { page_id: box.value.trim() });
  });
  box.addEventListener("input", () => fill(note));
  const wrapped = make("div", { class: "rp-gap__box" });
  box.replaceWith(wrapped);
  wrapped.append(box);
  offerSuggestions(
    box,
    () => fill(note, "That is no page; choose a title."),
    (page, title) => {
      box.value = page.id;
      fill(note, `“${title}”`);
    },
  );
  return form;
}

function showGap(gap, me, changed) {
  const name = gap.query ?? `What “${gap.lacking.title || gap.lacking.id}” lacks`;
  const address = gap.query ? `/app/search/?${new URLSearchParams({ q: gap.query })}` : gap.lacking.url;
  return make(
    "li",
    { class: "rp-card" },
    make("h3", {}, address ? make("a", { href: address }, name) : name),
    make(
      "p",
      { class: "rp-muted" },
      `Taken on ${sayDate(gap.taken_at)} by ${gap.taken_by.name}${gap.closed_at ? `, closed on ${sayDate(gap.closed_at)}` : ""}.`,
    ),
    gap.page
      ? make(
          "p",
          {},
          "Closed with ",
          gap.page.url ? make("a", { href: gap.page.url }, gap.page.title) : gap.page.title || gap.page.id,
          ". ",
          gap.query ? sayRank(gap.rank_now) : null,
        )
      : null,
    gap.said.length ? [make("p", {}, sayAsked(gap)), showSaid(gap.said)] : null,
    gap.before
      ? make(
          "div",
          { class: "rp-change" },
          showShare("90 days before it was taken", gap.before),
          gap.after ? showShare("Since it was closed", gap.after) : null,
        )
      : null,
    gap.status === "taken" ? gapTools({ gap, name, me, changed }) : null,
  );
}

function sayAsked({ asked, asked_since: since }) {
  const before = `Asked for ${sayTimes(asked)}`;
  if (since === null) return `${before}:`;
  return `${before} before it was closed, ${since ? `and ${sayTimes(since)} since` : "and not since"}:`;
}

function showShare(title, share) {
  const text = share.needs
    ? `${partOf(share.opened, share.needs, "need")} ended with an opened page; ${sayShare(share)}.`
    : "Nobody has asked for it.";
  return make(
    "div",
    {},
    make("h4", {}, title),
    make("p", {}, text),
    drawShare(share, `${title}, needs that ended with an opened page`),
  );
}

function sayRank(rank) {
  return rank === null
    ? `It isn't among the first ${RANKED} hits of this search now.`
    : `It is number ${rank} for this search now.`;
}
