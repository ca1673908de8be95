// A recording on its way: how far it has come, tried again while the connection is gone, kept here until it is there.

import { sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { canKeep, forgetRecording, keepHead, readRecording } from "./outbox.js";
import { persist, sendRecording } from "./sending.js";
import { sayBytes } from "./words.js";

const WAITING = "The server can't be reached; it goes on by itself once it can, also when you come back to this page.";

// `head` has a `blob` while its page is still the one that recorded it; `sent` is told the practice, `dropped` nothing,
// and `use` the head of one for which nothing was filled in before its page was left.
export function makeUnsent(head, { sent, dropped, use }) {
  const card = {
    head,
    sent,
    dropped,
    ending: new AbortController(),
    bar: make("progress", { max: "1", value: "0", "aria-label": `Sending ${head.body?.title || "a recording"}` }),
    state: make("p", { class: "rp-muted", role: "status" }),
    trouble: make("div"),
  };
  const away = make("button", { type: "button", class: "rp-button" }, "Delete it");
  away.addEventListener("click", () => drop(card));
  const send = make("button", { type: "button", class: "rp-button rp-button--main" }, "Send it");
  send.addEventListener("click", () => run(card, send));
  send.hidden = Boolean(head.isConfirmed);
  const take = make("button", { type: "button", class: "rp-button rp-button--main" }, "Use it");
  take.addEventListener("click", () => use(head));
  const element = make(
    "section",
    { class: "rp-card rp-unsent" },
    make("h3", {}, head.body?.title || "A recording that isn't sent yet"),
    head.body ? card.bar : null,
    card.state,
    card.trouble,
    make("p", { class: "rp-actions" }, head.body ? send : take, away),
  );
  fill(card.state, head.isConfirmed ? "Sending…" : "It is on this device alone.");
  if (head.isConfirmed) run(card, send);
  return element;
}

async function run(card, send) {
  send.hidden = true;
  fill(card.trouble);
  fill(card.state, "Sending…");
  try {
    await alone(card.head.key, () => sendAll(card));
  } catch (error) {
    if (card.ending.signal.aborted) return;
    send.hidden = false;
    fill(card.state, "It isn't sent; it is kept on this device.");
    showProblem(card.trouble, error);
  }
}

async function sendAll(card) {
  const { head } = card;
  const blob = head.blob || (await readRecording(head));
  head.isConfirmed = true;
  if (!head.practiceId) {
    const recording = { media_type: blob.type || head.mediaType, total_bytes: blob.size, seconds: head.seconds };
    const body = { ...head.body, recording };
    const begun = await begin(card, body);
    head.practiceId = begun.id;
    await keep(head);
  }
  await sendRecording(head.practiceId, blob, {
    report: (kept, isWaiting) => report(card, kept, blob.size, isWaiting),
    signal: card.ending.signal,
  });
  if (canKeep) await forgetRecording(head.key).catch(() => null);
  card.sent(head.practiceId);
}

// The same key gives the same practice, however often it is asked for: nothing is begun twice.
function begin(card, body) {
  const waiting = () => fill(card.state, WAITING);
  const send = () => sendJson("POST", "/practice", body, { key: card.head.key });
  return persist(send, { waiting, signal: card.ending.signal });
}

function report({ bar, state }, kept, total, isWaiting) {
  bar.value = total ? kept / total : 0;
  const far = `${sayBytes(kept)} of ${sayBytes(total)} sent`;
  fill(state, isWaiting ? `${far}. ${WAITING}` : `${far}.`);
}

async function drop(card) {
  card.ending.abort();
  if (canKeep) await forgetRecording(card.head.key).catch(() => null);
  if (card.head.practiceId) await sendJson("DELETE", `/practice/${card.head.practiceId}`).catch(() => null);
  card.dropped();
}

// What can't be kept, as in some private windows, is sent from the page that has it.
export async function keep(head) {
  const kept = { ...head };
  delete kept.blob;
  if (canKeep) await keepHead(kept).catch(() => null);
}

// Of several pages of this device one sends.
function alone(key, work) {
  return navigator.locks ? navigator.locks.request(`repertoire.${key}`, work) : work();
}
