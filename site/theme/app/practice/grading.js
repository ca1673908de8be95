// What waits for a grader, and for who manages reps: practice to score, and practice that wants another grader.

import { readJson, sendJson } from "../shared/api.js";
import { badge, fill, labelled, make, showProblem } from "../shared/dom.js";
import { personLink } from "../shared/people.js";
import { sayDay } from "../shared/words.js";
import { KINDS, nameState, sayMean, scorecardAddress } from "./words.js";

// Nothing for who has nothing to grade and nobody to name.
export function showGrading({ to_grade: toGrade, graded, lacking }, changed) {
  return [
    section("To grade", toGrade, (one) => makeToGrade(one)),
    section("Wants another grader", lacking, (one) => makeLacking(one, changed)),
    graded.length ? showGraded(graded) : null,
  ].filter(Boolean);
}

function section(title, items, makeItem) {
  if (!items.length) return null;
  return make("section", {}, make("h2", {}, title), make("ul", { class: "rp-items rp-practice" }, items.map(makeItem)));
}

function makeToGrade(practice) {
  return make(
    "li",
    { class: "rp-card" },
    makeHead(practice),
    make(
      "p",
      { class: "rp-actions" },
      make(
        "a",
        { class: "rp-button rp-button--main", href: scorecardAddress(practice.assessment_id) },
        "Look at it and score it",
      ),
      make("a", { class: "rp-button", href: `?practice=${practice.id}` }, "Ask for it again"),
    ),
  );
}

// Who manages somebody has a page of theirs.
function makeHead(practice, isManaged = false) {
  const { title, person, subject, rubric, handed_in_at: at } = practice;
  const [state, look] = nameState(practice);
  return [
    make("div", { class: "rp-card__head" }, make("h3", {}, title), badge(state, look)),
    make(
      "p",
      { class: "rp-card__facts" },
      isManaged ? personLink(person.id, person.name) : person.name,
      `, ${KINDS[subject].toLowerCase()} by the ${rubric.title}, handed in on ${sayDay(at)}.`,
    ),
  ];
}

function makeLacking(practice, changed) {
  const trouble = make("div");
  const list = make("datalist", { id: `colleagues-${practice.id}` });
  const email = make("input", { type: "email", required: true, list: list.id, autocomplete: "off" });
  email.addEventListener("focus", () => offerColleagues(list), { once: true });
  const form = make(
    "form",
    { class: "rp-form rp-practice__form" },
    labelled(
      "Who grades it too",
      email,
      practice.state === "differs" ? "Their word decides." : "A colleague's e-mail address; they score it unseen.",
    ),
    list,
    make("button", { type: "submit", class: "rp-button rp-button--main" }, "Ask them"),
    trouble,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fill(trouble);
    try {
      await sendJson("POST", `/practice/${practice.id}/graders`, { email: email.value });
      changed();
    } catch (error) {
      showProblem(trouble, error);
    }
  });
  return make("li", { class: "rp-card" }, makeHead(practice, true), form);
}

async function offerColleagues(list) {
  const { items } = await readJson("/people?limit=200").catch(() => ({ items: [] }));
  fill(
    list,
    items.map(({ email, name }) => make("option", { value: email }, name)),
  );
}

function showGraded(graded) {
  const rows = graded.map((practice) => {
    const mean = sayMean(practice);
    return make(
      "li",
      {},
      make("a", { href: `?practice=${practice.id}` }, practice.title),
      ` of ${practice.person.name}: ${nameState(practice)[0].toLowerCase()}${mean ? `, ${mean}` : ""}`,
    );
  });
  return make(
    "details",
    { class: "rp-card rp-fold" },
    make("summary", {}, make("h2", {}, "You graded")),
    make("ul", { class: "rp-items" }, rows),
  );
}
