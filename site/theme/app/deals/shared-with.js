// What was shared with the buyer of a deal by links, and what came of it.

import { readJson } from "../shared/api.js";
import { fill, make } from "../shared/dom.js";
import { makeLinks } from "../sharing/link.js";

export async function showShared(place, view) {
  const answer = await readJson(`/sharing/links?${new URLSearchParams({ deal: view.deal.id, limit: "20" })}`);
  if (!answer.items.length) {
    const how = "Open a page that may be sent to customers, press Share, and name this deal.";
    fill(place, make("p", { class: "rp-empty" }, `Nothing is shared with its buyer yet. ${how}`));
    return;
  }
  fill(place, makeLinks(view.me, answer));
}
