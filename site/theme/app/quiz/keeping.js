// Keeps the answers of an attempt: on the server a moment after each change, on this device until they are there.

import { sendJson } from "../shared/api.js";

const WAIT_MS = 700;
const AGAIN_MS = 8_000;

// Whether the same request may well succeed later.
export function mayPass({ status }) {
  return status === 0 || status === 429 || status >= 500;
}

// The answers of an attempt with those that only this device knows yet.
export function answersOf(attempt) {
  const unsent = readKept(attempt.id);
  return attempt.answers.map((answer, index) => (index in unsent ? unsent[index] : answer));
}

export function forget(attemptId) {
  write(attemptId, {});
}

// `readAll` gives all answers; `report` is told whether they are saved, `refuse` what the server has against them.
export function keepAnswers(attempt, { readAll, report, refuse }) {
  const unsent = readKept(attempt.id);
  const ending = new AbortController();
  let timer = 0;
  let isSending = false;
  addEventListener("online", send, { signal: ending.signal });
  document.addEventListener("visibilitychange", () => document.hidden && send(), { signal: ending.signal });
  plan(0);
  return { change, stop };

  function change(index, answer) {
    unsent[index] = answer;
    write(attempt.id, unsent);
    plan(WAIT_MS);
  }

  function stop() {
    ending.abort();
    clearTimeout(timer);
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!ending.signal.aborted && Object.keys(unsent).length) timer = setTimeout(send, wait);
  }

  async function send() {
    clearTimeout(timer);
    const sent = { ...unsent };
    if (isSending || !Object.keys(sent).length) return;
    isSending = true;
    try {
      await sendJson("PUT", `/training/attempts/${attempt.id}/answers`, { answers: readAll() });
      for (const index of Object.keys(sent)) if (unsent[index] === sent[index]) delete unsent[index];
      write(attempt.id, unsent);
      if (!ending.signal.aborted) report(true);
      plan(WAIT_MS);
    } catch (error) {
      fail(error);
    } finally {
      isSending = false;
    }
  }

  function fail(error) {
    if (ending.signal.aborted) return;
    if (!mayPass(error)) return refuse(error);
    report(false);
    plan(AGAIN_MS);
  }
}

function readKept(attemptId) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(attemptId))) || {};
  } catch {
    return {};
  }
}

function write(attemptId, unsent) {
  try {
    if (Object.keys(unsent).length) localStorage.setItem(keyOf(attemptId), JSON.stringify(unsent));
    else localStorage.removeItem(keyOf(attemptId));
  } catch {
    // Without storage the answers last as long as the page.
  }
}

function keyOf(attemptId) {
  return `repertoire.answers.${attemptId}`;
}
