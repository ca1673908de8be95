// Talks to the API: JSON in and out; whatever goes wrong is a Problem with a sentence to show.

const ROOT = "/api/v1";
const ENDED = "Your session has ended.";
const NO_SERVER = "This is the preview, which has no server behind it, so this page is empty.";

// The preview is the site alone: there is nobody to ask.
export const isPreview = document.querySelector("meta[name=preview]") !== null;

export class Problem extends Error {
  constructor(status, detail, fields = [], body = null) {
    super(detail);
    this.status = status;
    this.fields = fields;
    this.body = body;
  }

  // The server could not be asked, or there is none that knows our API, as on plain static hosting.
  get isUnreachable() {
    return this.status === 0;
  }
}

export function readJson(path, options = {}) {
  return ask(path, options);
}

// `match` is the version that is written over: where it isn't the last any more, nothing changes.
/** @param {string} method @param {string} path @param {any} [body] @param {{ key?: string, match?: number }} [options] */
export function sendJson(method, path, body, { key, match } = {}) {
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  const headers = { ...conditions({ key, match }), ...type };
  return ask(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

// Reads what isn't JSON, as it is.
export async function readText(path) {
  if (isPreview) throw new Problem(0, NO_SERVER);
  const response = await fetchOrFail(addressOf(path), { credentials: "same-origin" });
  if (response.ok) return response.text();
  throw problemOf(response, await response.json().catch(() => null));
}

// Sends text or bytes as they are, such as rows for a spreadsheet.
/** @param {string} method @param {string} path @param {any} text @param {{ type?: string, key?: string, match?: number }} [options] */
export function sendText(method, path, text, { type, key, match } = {}) {
  return ask(path, { method, headers: { "Content-Type": type, ...conditions({ key, match }) }, body: text });
}

// With a key the same request is done once, with a version over that one alone.
/** @param {{ key?: string, match?: number }} given */
function conditions({ key, match }) {
  return { ...(key && { "Idempotency-Key": key }), ...(match !== undefined && { "If-Match": `"${match}"` }) };
}

// Reads a collection to its end, but never more than `most` pages of it.
export async function readAll(path, most = 10) {
  const items = [];
  let next = path;
  for (let page = 0; next && page < most; page += 1) {
    const answer = await readJson(next);
    items.push(...answer.items);
    next = answer.next;
  }
  return items;
}

export function addressOf(path) {
  return path.startsWith(ROOT) ? path : ROOT + path;
}

// What can't be fetched is a Problem of a server that isn't there; an asker who gave up hears so as ever.
export async function fetchOrFail(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "The server can't be reached. Check your connection and try again.");
  }
}

async function ask(path, options) {
  if (isPreview) throw new Problem(0, NO_SERVER);
  const response = await fetchOrFail(addressOf(path), { credentials: "same-origin", ...options });
  const type = response.headers.get("Content-Type") || "";
  const body = type.includes("json") ? await response.json().catch(() => null) : null;
  if (response.ok && (body !== null || response.status === 204)) return body;
  throw problemOf(response, body);
}

function problemOf(response, body) {
  if (!body && (response.ok || response.status === 404 || response.status === 405)) {
    return new Problem(0, "This site has no server behind it, so this page has nothing to show.");
  }
  // Pages are only for who is signed in, so somebody was; how programs sign in isn't for them.
  if (response.status === 401) return new Problem(401, ENDED);
  const detail = body?.detail || `The server answered with an error (${response.status}).`;
  return new Problem(response.status, detail, body?.errors || [], body);
}
