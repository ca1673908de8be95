// Tokens and sign-ins of everybody, for admins: what comes in as whom, since when, and a button that stops it.

import { startFor } from "../shared/allowed.js";
import { readJson, sendJson } from "../shared/api.js";
import { confirmFirst } from "../shared/confirm.js";
import { badge, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { showMore } from "../shared/pager.js";
import { personLink } from "../shared/people.js";
import { makeWaiting } from "../shared/waiting.js";
import { METHODS, sayDate, sayMoment } from "../shared/words.js";
import { namedButton, namedRow, sayDone } from "./form.js";
import { endSessions } from "./sign-in.js";

const TOKENS = {
  title: "Tokens",
  path: "/admin/tokens?limit=50",
  nothing: "Nobody has a token.",
  heads: ["Token", "Whose", "Made", "Last used", "Until", "Action"],
  showRow: showToken,
};
const SESSIONS = {
  title: "Sign-ins",
  path: "/sessions?limit=50",
  nothing: "Nobody is signed in.",
  heads: ["Browser", "Whose", "How", "Signed in", "Last seen", "Action"],
  showRow: showSession,
};
const app = document.getElementById("app");

function start() {
  fill(app, [TOKENS, SESSIONS].map(makeList));
}

function makeList(kind) {
  const list = { kind, said: make("div"), place: make("div", {}, makeWaiting(kind.title)) };
  load(list);
  return make("section", {}, make("h2", {}, kind.title), list.said, list.place);
}

async function load(list, done = "") {
  try {
    show(list, await readJson(list.kind.path));
    sayDone(list.said, done);
  } catch (error) {
    showProblem(list.place, error, () => load(list, done));
  }
}

function show(list, { items, next }) {
  const { title, heads, nothing, showRow } = list.kind;
  if (!items.length) return fill(list.place, make("p", { class: "rp-empty" }, nothing));
  const rows = make(
    "tbody",
    {},
    items.map((one) => showRow(one, list)),
  );
  const add = (more) => rows.append(...more.map((one) => showRow(one, list)));
  return fill(list.place, scrollingTable(title, heads, rows), showMore(next, add, { class: "rp-pager" }));
}

function showToken(token, list) {
  const isOver = new Date(token.expires_at) <= new Date();
  const state = token.revoked_at ? badge(`Revoked ${sayDate(token.revoked_at)}`, "waived") : null;
  const revoke = (event) => askToRevoke(token, list, event.target);
  return namedRow(token.name, {
    Whose: personLink(token.person_id, token.person),
    Made: sayDate(token.created_at),
    "Last used": token.last_used_at ? sayMoment(token.last_used_at) : "never",
    Until: sayDate(token.expires_at),
    Action: state || (isOver ? badge("Over", "waived") : namedButton("Revoke", token.name, revoke)),
  });
}

function askToRevoke(token, list, button) {
  const words = {
    heading: "Revoke this token?",
    title: `${token.name}, ${token.person}`,
    text: "Programs that use it are refused from then on, for good.",
    yes: "Revoke it",
    no: "Keep it",
  };
  confirmFirst(button, words, async (close) => {
    await sendJson("DELETE", `/admin/tokens/${token.id}`);
    close();
    await load(list, `${token.name} is revoked.`);
  });
}

function showSession(session, list) {
  const { person_id: id, person_name: name, device, method, is_this: isThis } = session;
  const done = () => load(list, `${name} is signed out.`);
  const end = (event) => endSessions(event.target, { id, name }, done);
  return namedRow([device, " ", isThis ? badge("This one", "complete") : ""], {
    Whose: personLink(id, name),
    How: METHODS[method] || method,
    "Signed in": sayMoment(session.created_at),
    "Last seen": sayMoment(session.last_seen_at),
    Action: namedButton("Sign out everywhere", name, end),
  });
}

startFor(start);
