// Sending a text over the version it was typed on, as this page's own or after it is gone; and what became of it.

import { addressOf, readJson } from "../shared/api.js";

const PATIENCE_MS = 20_000;
// A browser sends no more than 64 kB for a page that is gone.
const MOST_LEAVING = 60_000;

// `draft` is what was typed, with the copy that it settles where it puts one into the text.
export function sendDraft(place, personId, draft) {
  const { path, ...options } = requestOf(place, personId, draft);
  return readJson(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
}

// Nobody waits for the answer; what it was is found out when the text is opened again.
export function sendLeaving(place, personId, draft) {
  const { path, ...options } = requestOf(place, personId, draft);
  if (new Blob([options.body]).size > MOST_LEAVING) return;
  fetch(addressOf(path), { ...options, keepalive: true, credentials: "same-origin" }).catch(() => null);
}

export function troubleOf({ status, message }) {
  if (status === 401) return { kind: "signed-out", message };
  const canPass = !status || status === 403 || status === 429 || status >= 500;
  return { kind: canPass ? "away" : "refused", message };
}

function requestOf(place, personId, { kind, text, base, device, step, settles }) {
  return {
    path: `${place}/${kind}${settles ? `/copies/${settles}/settled` : ""}`,
    method: settles ? "POST" : "PUT",
    headers: { "Content-Type": "application/json", "If-Match": `"${base}"` },
    body: JSON.stringify({ text, device, step, writer_id: personId }),
  };
}
