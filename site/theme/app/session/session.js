// The page of one session: its head, agenda and notes, rubric and action items, for its two people.

import { readMe } from "../shared/account.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { makeActions } from "./actions.js";
import { makeAgendaStart, makePoints } from "./agenda.js";
import { openDrafts } from "./drafts.js";
import { makeEditor } from "./editor.js";
import { makeHead } from "./head.js";
import { sendLeft, showLeft } from "./left.js";
import { makeLinks } from "./links.js";
import { makeRubric } from "./rubric.js";
import { makeTabs } from "./tabs.js";

const NOBODY = "There is no such session, or it isn't yours to see.";
const LOOK_MS = 6_000;
const OVER = ["held", "missed", "cancelled"];
const app = document.getElementById("app");

async function start() {
  const id = new URLSearchParams(location.search).get("id");
  if (!id) {
    const way = make("a", { href: "/app/my-coaching/" }, "Your sessions");
    return fill(app, make("p", { class: "rp-empty" }, "No session is asked for. ", way, " lead here."));
  }
  fill(app, makeWaiting("Agenda"));
  try {
    const [me, session] = await Promise.all([readMe(), readJson(`/coaching/sessions/${encodeURIComponent(id)}`)]);
    const place = `/coaching/sessions/${session.id}/texts`;
    const drafts = openDrafts(me.id, session.id);
    const left = await sendLeft({ place, personId: me.id, drafts });
    const { items } = await readJson(`${place}?writer_id=${me.id}`);
    show({ me, session, place, drafts, left, texts: items });
  } catch (error) {
    if ([404, 422].includes(error.status)) fill(app, make("p", { class: "rp-empty", role: "alert" }, NOBODY));
    else showProblem(app, error, start);
  }
}

function show({ me, session, place, drafts, left, texts }) {
  const other = session.coach.id === me.id ? session.rep : session.coach;
  const editors = texts.map((shown) => makeText({ me, session, other, place, drafts, shown }));
  const [agenda, shared, own] = editors.map(({ element }) => element);
  const links = makeLinks(session);
  const parts = [
    { name: "agenda", label: "Agenda", element: make("div", {}, makePoints(session, me), agenda, links) },
    { name: "notes", label: "Notes", element: shared },
    { name: "private", label: "Private", element: own },
    { name: "rubric", label: "Rubric", element: makeRubric({ me, session }), isAside: true },
    { name: "actions", label: "Actions", element: makeActions({ me, session }), isAside: true },
  ];
  const tabs = makeTabs(parts, location.hash.slice(1) || (OVER.includes(session.status) ? "notes" : "agenda"));
  const note = make("div", {}, showLeft(left));
  fill(app, makeHead(session, me), note, tabs);
  follow({ texts: editors.map(({ kept }) => kept), left, sendAgain }, place, me);

  async function sendAgain() {
    left.splice(0, left.length, ...(await sendLeft({ place, personId: me.id, drafts })));
    fill(note, showLeft(left));
  }
}

function makeText({ me, session, other, place, drafts, shown }) {
  const about = {
    agenda: { title: "Agenda", hint: `You and ${other.name} read and write it.` },
    shared: { title: "Notes", hint: `You and ${other.name} read and write them.` },
    private: { title: "Private notes", hint: "Nobody but you can read them, whatever their role." },
  }[shown.kind];
  const isRead = Boolean(shown.text) && (shown.kind === "agenda" || OVER.includes(session.status));
  const begins = shown.kind === "agenda" && !OVER.includes(session.status);
  const start = begins ? makeAgendaStart(session, (text) => editor.typeAll(text)) : null;
  const editor = makeEditor({ me, place, drafts, shown, ...about, isRead, start });
  return editor;
}

// What others write is looked for while the page is seen; what was typed is sent before it may be gone.
function follow({ texts, left, sendAgain }, place, me) {
  addEventListener("pagehide", leave);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : look()));
  setInterval(() => document.hidden || look(), LOOK_MS);

  function leave() {
    for (const text of texts) text.leave();
  }

  async function look() {
    if (left.length) await sendAgain();
    for (const text of texts) if (text.it.trouble && text.it.trouble.kind !== "refused") text.save();
    const { items } = await readJson(`${place}?html=false&writer_id=${me.id}`).catch(() => ({ items: [] }));
    for (const found of items) if (!found.locked) texts.find(({ it }) => it.kind === found.kind).learn(found);
  }
}

start();
