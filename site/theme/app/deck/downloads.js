// A deck's files: the worker builds what isn't there yet, and the browser downloads it when it is.

import { addressOf, fetchOrFail, Problem } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { fill, make, sayProblem } from "../shared/dom.js";

const AGAIN_MS = 700;

// `files` are names with the paths of their API and what is to be known of each.
export function openDownloads(button, title, files) {
  const said = make("p", { class: "rp-note rp-note--info", role: "status", hidden: true });
  const rows = files.map(([name, path, hint]) => {
    const address = addressOf(path);
    const get = make("button", { type: "button", class: "rp-button", onclick: () => download(address, said) }, name);
    return make("li", {}, get, " ", make("span", { class: "rp-hint" }, hint));
  });
  const list = make("ul", { class: "rp-deck-files" }, rows);
  openDialog(button, "Download", title, make("div", { class: "rp-dialog__body" }, list, said));
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
