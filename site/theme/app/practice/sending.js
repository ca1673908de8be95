// Sends a recording part by part, from where the server has it on; tries again for as long as there is hope.

import { readJson, sendText } from "../shared/api.js";

const PART_BYTES = 1_000_000;
const LEAST_PART_BYTES = 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const TYPE = "application/octet-stream";

// `report` is told how many bytes are on the server, and whether it is waited for; resolves once all are there.
/** @param {string} practiceId @param {Blob} blob @param {{ report: (kept: number, isWaiting: boolean) => void, signal: AbortSignal }} options */
export async function sendRecording(practiceId, blob, { report, signal }) {
  const place = `/practice/${practiceId}/upload`;
  const line = { size: PART_BYTES, kept: 0 };
  const waiting = () => report(line.kept, true);
  line.kept = await persist(() => readKept(place), { waiting, signal });
  while (line.kept < blob.size) {
    report(line.kept, false);
    line.kept = await persist(() => sendPart(place, blob, line), { waiting, signal });
  }
  report(line.kept, false);
}

// Does something until it is done, or refused for good; `waiting` is told when it has to wait for the next try.
export async function persist(work, { waiting, signal }) {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) throw error;
      waiting();
      await pause(wait, signal);
    }
  }
}

// Another tab may have sent a part too, or an answer was lost: where the server is elsewhere we go on from there.
async function sendPart(place, blob, line) {
  const part = blob.slice(line.kept, line.kept + Math.floor(line.size));
  try {
    return (await sendText("PUT", `${place}?offset=${line.kept}`, part, { type: TYPE })).kept_bytes;
  } catch (error) {
    // A line on which a part takes too long takes smaller ones.
    if (error.status === 408 || error.status === 413) line.size = Math.max(LEAST_PART_BYTES, line.size / 2);
    const kept = error.status === 409 ? await readKept(place) : line.kept;
    if (kept === line.kept) throw error;
    return kept;
  }
}

async function readKept(place) {
  return (await readJson(place)).kept_bytes;
}

function mayPass({ status }) {
  return status === 0 || [408, 413, 429].includes(status) || status >= 500;
}

function pause(wait, signal) {
  return new Promise((resolve) => {
    const ending = new AbortController();
    const done = () => {
      ending.abort();
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(done, wait);
    addEventListener("online", done, { signal: ending.signal });
    signal.addEventListener("abort", done, { signal: ending.signal });
  });
}
