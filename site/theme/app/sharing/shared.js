// Shared by me: the links for buyers, what came of each, their plans; a manager sees those of their people.

import { readMe } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeLinks } from "./link.js";

const app = document.getElementById("app");

async function start() {
  fill(app, makeWaiting("Shared"));
  const deal = new URLSearchParams(location.search).get("deal");
  const asked = new URLSearchParams(deal ? { deal } : {});
  try {
    const [me, answer] = await Promise.all([readMe(), readJson(`/sharing/links?${asked}`)]);
    show(me, answer);
  } catch (error) {
    showProblem(app, error, start);
  }
}

function show(me, answer) {
  if (!answer.items.length) {
    const how = "Open a page that may be sent to customers, and press Share there.";
    fill(app, make("p", { class: "rp-empty" }, `Nothing is shared with a buyer yet. ${how}`));
    return;
  }
  fill(app, makeLinks(me, answer));
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

start();
