// Sends a recording part by part, from where the server has it on; tries again for as long as there is hope.

import { readJson, sendText } from "../shared/api.js";

const PART_BYTES = 1_000_000;
const LEAST_PART_BYTES = 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const TYPE = "application/octet-stream";

// `report` is told how many bytes are on the server, and whether it is waited for; resolves once all are there.
/** @param {string} practiceId @param {Blob} blob @param {{ report: (kept: number, isWaiting: boolean) => void, signal?: AbortSignal }} options */
export async function sendRecording(practiceId, blob, { report, signal }) {
  const place = `/practice/${practiceId}/upload`;
  const sending = { size: PART_BYTES, wait: FIRST_WAIT_MS };
  // Another tab may have sent a part too: where the server is elsewhere than we thought, we go on from there.
  let kept = null;
  while (kept === null || kept < blob.size) {
    signal?.throwIfAborted();
    try {
      kept ??= await readKept(place);
      report(kept, false);
      if (kept < blob.size) kept = await sendPart(place, blob, kept, sending);
      sending.wait = FIRST_WAIT_MS;
    } catch (error) {
      const known = error.status === 409 ? await readKept(place) : kept;
      if (!mayPass(error) && known === kept) throw error;
      // A line on which a part takes too long takes smaller ones.
      if (error.status === 408 || error.status === 413) sending.size = Math.max(LEAST_PART_BYTES, sending.size / 2);
      if (mayPass(error)) {
        if (kept !== null) report(kept, true);
        await pause(sending, signal);
      }
      kept = null;
    }
  }
  report(kept, false);
}

async function readKept(place) {
  return (await readJson(place)).kept_bytes;
}

async function sendPart(place, blob, kept, { size }) {
  const part = blob.slice(kept, kept + Math.floor(size));
  const answer = await sendText("PUT", `${place}?offset=${kept}`, part, { type: TYPE });
  return answer.kept_bytes;
}

function mayPass({ status }) {
  return status === 0 || [408, 413, 429].includes(status) || status >= 500;
}

function pause(sending, signal) {
  const wait = sending.wait;
  sending.wait = Math.min(LONGEST_WAIT_MS, wait * 2);
  return new Promise((resolve) => {
    const ending = new AbortController();
    const done = () => {
      ending.abort();
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(done, wait);
    addEventListener("online", done, { signal: ending.signal });
    signal?.addEventListener("abort", done, { signal: ending.signal });
  });
}
