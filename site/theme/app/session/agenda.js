// How an agenda begins: filled in from a template of the library, while nobody wrote one.

import { makeSessionPoints } from "../coaching/points.js";
import { readJson } from "../shared/api.js";
import { choice, fill, make, showProblem } from "../shared/dom.js";

// What the rep wants to talk about, above it.
export function makePoints(session, me) {
  const { element } = makeSessionPoints(session, me);
  return make(
    "div",
    { class: "rp-session-points" },
    make("h2", {}, `What ${session.rep.name} wants to talk about`),
    element,
  );
}

// `write` is told the Markdown to begin with.
export function makeAgendaStart(session, write) {
  const element = make("div", { class: "rp-agenda-start" });
  const trouble = make("div");
  load();
  return element;

  async function load() {
    try {
      const { items } = await readJson(`/coaching/agendas?kind=${encodeURIComponent(session.kind || "one-to-one")}`);
      show(items);
    } catch {
      fill(element); // without templates it is written by hand
    }
  }

  function show(templates) {
    const chosen = choice(
      templates.map(({ id, title }) => [id, title]),
      { "aria-label": "Agenda to begin with" },
    );
    if (templates.some(({ id }) => id === session.agenda_id)) chosen.value = session.agenda_id;
    const begin = () => fillIn(chosen.value);
    const button = make(
      "button",
      { type: "button", class: "rp-button rp-button--main", onclick: begin },
      "Fill in the agenda",
    );
    fill(element, make("p", { class: "rp-actions" }, templates.length > 1 ? chosen : null, button), trouble);
  }

  async function fillIn(template) {
    fill(trouble);
    try {
      const query = template ? `?template=${encodeURIComponent(template)}` : "";
      const found = await readJson(`/coaching/sessions/${session.id}/agenda/proposal${query}`);
      write(found.markdown);
    } catch (error) {
      showProblem(trouble, error);
    }
  }
}
