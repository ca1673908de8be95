// One's own sign-ins: the browsers in which one is signed in, ended one by one, all others, or all.

import { addressOf, readJson, sendJson } from "../shared/api.js";
import { badge, fill, make, showProblem } from "../shared/dom.js";
import { METHODS, sayMoment } from "../shared/words.js";
import { makePasskeys } from "./passkeys.js";

const GIVEN_OUT = "All that is held of you, as JSON";
const WITHOUT =
  "With your private notes, and what was said with you as far as you see it here. What others keep to themselves isn't in it.";

export function makeSignIns() {
  const sessions = make("div");
  const passkeys = make("div");
  const fold = make(
    "details",
    { class: "rp-card rp-fold", id: "sign-ins" },
    make("summary", {}, make("h2", {}, "Your sign-ins and passkeys")),
    make("h3", {}, "Where you are signed in"),
    sessions,
    make("h3", {}, "Passkeys"),
    passkeys,
    make("h3", {}, "What is held of you"),
    make("p", {}, make("a", { class: "rp-button", download: true, href: addressOf("/me/personal-data") }, GIVEN_OUT)),
    make("p", { class: "rp-hint" }, WITHOUT),
  );
  // Nothing is asked for as long as nobody looks.
  fold.addEventListener("toggle", () => {
    if (!fold.open || sessions.hasChildNodes()) return;
    load(sessions);
    makePasskeys(passkeys);
  });
  if (location.hash === "#sign-ins") {
    fold.open = true;
    requestAnimationFrame(() => fold.scrollIntoView());
  }
  return fold;
}

async function load(place) {
  try {
    show(place, (await readJson("/me/sessions")).items);
  } catch (error) {
    showProblem(place, error, () => load(place));
  }
}

function show(place, sessions) {
  const trouble = make("div", { role: "status" });
  const end = (text, path, after) =>
    make(
      "button",
      {
        type: "button",
        class: "rp-button",
        onclick: async () => {
          try {
            await sendJson("DELETE", path);
            await after();
          } catch (error) {
            showProblem(trouble, error);
          }
        },
      },
      text,
    );
  const again = () => load(place);
  const rows = sessions.map((one) =>
    make(
      "li",
      {},
      make("div", {}, make("strong", {}, one.device), " ", one.is_this ? badge("This one", "complete") : null),
      make("div", { class: "rp-hint" }, describe(one)),
      one.is_this ? null : end(`End ${one.device}`, `/me/sessions/${one.id}`, again),
    ),
  );
  fill(
    place,
    make("ul", { class: "rp-sign-ins" }, rows),
    make(
      "p",
      { class: "rp-actions" },
      sessions.some((one) => !one.is_this) ? end("End all others", "/me/sessions?but=this", again) : null,
      end("End all, this one too", "/me/sessions", () => location.assign("/sign-in")),
    ),
    trouble,
  );
}

function describe({ method, created_at: since, last_seen_at: seen, expires_at: until }) {
  const way = METHODS[method] || method;
  return `Signed in ${way} on ${sayMoment(since)}, last seen ${sayMoment(seen)}, ends ${sayMoment(until)} at the latest.`;
}
