// Who is whose mentor: a manager or an admin pairs them and ends it, and both see it.

import { readAll, sendJson } from "../shared/api.js";
import { choice, fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDay, today } from "../shared/words.js";

// `people` are those who may be given a mentor; without any the section shows pairs alone, and hides without one.
export function makeMentoring({ people = [] }) {
  const part = { people, list: make("div"), trouble: make("div") };
  part.element = make(
    "section",
    { id: "mentoring", hidden: !people.length },
    make("h2", {}, "Mentors"),
    part.list,
    people.length ? makeForm(part) : null,
    part.trouble,
  );
  load(part);
  return part.element;
}

async function load(part) {
  try {
    const pairs = await readAll("/coaching/pairs?limit=200");
    part.element.hidden = !pairs.length && !part.people.length;
    fill(
      part.list,
      pairs.length
        ? make(
            "ul",
            { class: "rp-items rp-sessions" },
            pairs.map((pair) => showPair(part, pair)),
          )
        : part.people.length > 0 && make("p", { class: "rp-empty" }, "Nobody has a mentor yet."),
    );
  } catch (error) {
    part.element.hidden = false;
    showProblem(part.list, error, () => load(part));
  }
}

function showPair(part, { id, mentor, mentee, since, until, may_end: mayEnd }) {
  const days = since > today() ? `from ${sayDay(since)}` : `since ${sayDay(since)}`;
  const end = make("button", { type: "button", class: "rp-button" }, "End");
  end.addEventListener("click", () => send(part, `/coaching/pairs/${id}/ended`, {}, end));
  return make(
    "li",
    { class: "rp-card rp-session-row" },
    make(
      "div",
      {},
      `${mentor.name} is the mentor of ${mentee.name}`,
      make("br"),
      make("small", { class: "rp-muted" }, `${days}${until ? `, until ${sayDay(until)}` : ""}`),
    ),
    mayEnd && !until ? make("div", { class: "rp-session-row__tools" }, end) : null,
  );
}

function makeForm(part) {
  const mentee = choice([["", "Choose a person"], ...part.people.map(({ id, name }) => [id, name])], {
    required: true,
  });
  const mentor = make("input", { type: "email", required: true, maxlength: "320" });
  const button = make("button", { type: "submit", class: "rp-button" }, "Pair them");
  const form = make(
    "form",
    { class: "rp-form" },
    make(
      "div",
      { class: "rp-grid" },
      labelled("Who gets a mentor", mentee),
      labelled("Mentor's e-mail address", mentor, "Anybody of the company. A mentor sees no records for it."),
    ),
    make("p", { class: "rp-actions" }, button),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = { mentee_id: mentee.value, mentor_email: mentor.value };
    if (await send(part, "/coaching/pairs", body, button)) form.reset();
  });
  return make("details", { class: "rp-card rp-fold" }, make("summary", {}, make("h3", {}, "Name a mentor")), form);
}

async function send(part, path, body, button) {
  button.disabled = true;
  try {
    await sendJson("POST", path, body, { key: crypto.randomUUID() });
    fill(part.trouble);
    await load(part);
    return true;
  } catch (error) {
    showProblem(part.trouble, error);
    return false;
  } finally {
    button.disabled = false;
  }
}
