// Keeps a draft: on the server soon after each change, on this device until it is there; says how it stands in words.

import { sendJson } from "../shared/api.js";
import { keepWords, keptWords } from "../shared/kept.js";

const WAIT_MS = 1_500;
const AGAIN_MS = 8_000;
const PLACE = (id) => `/scoring/assessments/${id}/card`;
const NAME = (id) => `scorecard.${id}`;

// What was filled in on this device and never reached the server.
export function unsentOf(personId, assessmentId) {
  return keptWords(personId)[NAME(assessmentId)] || null;
}

// `read` gives what is filled in, `report` is told how it stands, `clash` what is kept when somebody saved meanwhile.
export function keepDraft({ personId, assessmentId, version, read, report, clash, refuse }) {
  const ending = new AbortController();
  let timer = 0;
  let sending = null;
  let isDirty = false;
  addEventListener("online", () => isDirty && send(), { signal: ending.signal });
  document.addEventListener("visibilitychange", () => document.hidden && isDirty && send(), { signal: ending.signal });
  return { change, send, stop: end, version: () => version };

  function change() {
    isDirty = true;
    write({ given: read(), version });
    report("changed");
    plan(WAIT_MS);
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!ending.signal.aborted) timer = setTimeout(send, wait);
  }

  // Resolves once nothing is unsent, or with what stopped it.
  async function send() {
    clearTimeout(timer);
    if (sending) await sending;
    if (!isDirty || ending.signal.aborted) return null;
    isDirty = false;
    sending = put().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function put() {
    try {
      const saved = await sendJson("PUT", PLACE(assessmentId), read(), { match: version });
      version = saved.version;
      if (!isDirty) write(null);
      report("saved", saved);
      return null;
    } catch (error) {
      isDirty = true;
      if (error.status === 412) {
        end();
        clash(error.body?.current ?? null);
      } else if (error.status && error.status !== 429 && error.status < 500) {
        refuse(error);
      } else {
        report("kept");
        plan(AGAIN_MS);
      }
      return error;
    }
  }

  function end() {
    ending.abort();
    clearTimeout(timer);
  }

  function write(draft) {
    const { [NAME(assessmentId)]: _, ...others } = keptWords(personId);
    keepWords(personId, draft ? { ...others, [NAME(assessmentId)]: draft } : others);
  }
}

export function forgetDraft(personId, assessmentId) {
  const { [NAME(assessmentId)]: _, ...others } = keptWords(personId);
  keepWords(personId, others);
}
