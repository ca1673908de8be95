// A deck's files: the worker builds what isn't there yet, and the browser downloads it when it is.

import { addressOf, fetchOrFail, Problem } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { fill, make, sayProblem } from "../shared/dom.js";

const AGAIN_MS = 700;
const FILES = [
  ["PowerPoint to send", "pptx?notes=false", "Without speaker notes."],
  ["PowerPoint with my notes", "pptx", "For whoever presents; don't send it."],
  ["PDF", "pdf", "Without speaker notes."],
];

export function openDownloads(button, deck) {
  const said = make("p", { class: "rp-note rp-note--info", role: "status", hidden: true });
  const rows = FILES.map(([name, file, hint]) => {
    const address = addressOf(`/content/${encodeURIComponent(deck.id)}/deck.${file}`);
    const get = make("button", { type: "button", class: "rp-button", onclick: () => download(address, said) }, name);
    return make("li", {}, get, " ", make("span", { class: "rp-hint" }, hint));
  });
  const list = make("ul", { class: "rp-deck-files" }, rows);
  openDialog(button, "Download", deck.title, make("div", { class: "rp-dialog__body" }, list, said));
}

async function download(address, said) {
  said.hidden = false;
  fill(said, "The file is being prepared …");
  try {
    while (await isStillBuilt(address, said)) await new Promise((done) => setTimeout(done, AGAIN_MS));
    location.assign(address);
    fill(said, "The file is on its way.");
  } catch (error) {
    fill(said, sayProblem(error));
  }
}

// Asks how far a file is: true while the worker is at it.
async function isStillBuilt(address, said) {
  if (!said.isConnected) throw new Problem(0, "The dialog was closed.");
  const response = await fetchOrFail(address, { credentials: "same-origin" });
  if (response.status === 200) {
    await response.body?.cancel();
    return false;
  }
  const body = await response.json().catch(() => null);
  if (response.status !== 202) throw new Problem(response.status, body?.detail || "The file can't be had.");
  fill(said, `The file is being prepared: step ${body.done + 1} of ${body.steps}, ${body.says}.`);
  return true;
}
