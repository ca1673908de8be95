// Recordings that aren't on the server yet, kept on this device piece by piece, for who made them alone.

import { RECORDINGS } from "../shared/kept.js";

const VERSION = 1;
const HEADS = "recordings";
const PIECES = "pieces";

// Whether this device can keep anything; in some private windows it can't, and then a recording lives in the page.
export const canKeep = typeof indexedDB !== "undefined";

// What is known of a recording: whose it is, what it is for, and which practice takes it in once one was begun.
export function keepHead(head) {
  return put(HEADS, head);
}

export function keepPiece(key, number, blob) {
  return put(PIECES, { key, number, blob });
}

// The person's own; what somebody else left on this device goes.
export async function readHeads(personId) {
  const heads = await all(HEADS);
  const others = heads.filter((head) => head.personId !== personId);
  await Promise.all(others.map((head) => forgetRecording(head.key)));
  return heads.filter((head) => head.personId === personId);
}

// All of a recording that was kept, in its order.
export async function readRecording({ key, mediaType }) {
  const pieces = await all(PIECES, IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER]));
  return new Blob(
    pieces.map(({ blob }) => blob),
    { type: mediaType },
  );
}

export async function forgetRecording(key) {
  const database = await open();
  const work = database.transaction([HEADS, PIECES], "readwrite");
  work.objectStore(HEADS).delete(key);
  work.objectStore(PIECES).delete(IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER]));
  return finished(work);
}

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open(RECORDINGS, VERSION);
    asking.onupgradeneeded = () => {
      asking.result.createObjectStore(HEADS, { keyPath: "key" });
      asking.result.createObjectStore(PIECES, { keyPath: ["key", "number"] });
    };
    asking.onerror = () => reject(asking.error);
    asking.onsuccess = () => {
      // Who signs out elsewhere deletes all of it, and mustn't wait for this page.
      asking.result.onversionchange = () => asking.result.close();
      resolve(asking.result);
    };
  });
  return opened;
}

async function put(store, row) {
  const database = await open();
  const work = database.transaction(store, "readwrite");
  work.objectStore(store).put(row);
  return finished(work);
}

async function all(store, range = null) {
  const database = await open();
  return answered(database.transaction(store).objectStore(store).getAll(range));
}

function answered(asking) {
  return new Promise((resolve, reject) => {
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

function finished(work) {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve(true);
    work.onerror = work.onabort = () => reject(work.error);
  });
}
