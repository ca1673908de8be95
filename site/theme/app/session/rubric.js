// The rubric beside the notes: one's own scorecard of what the session is about, and the others that there are.

import { makeAssessments } from "../scoring/assessments.js";
import { makeCardForm } from "../scoring/card-form.js";
import { readJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";

const NOTHING = "Nothing is scored in this session yet.";

export function makeRubric({ session, me }) {
  const own = make("div");
  const list = make("div");
  load();
  return make("div", { class: "rp-rubric" }, own, list);

  async function load() {
    const opening = { rep: session.rep, sessionId: session.id, isOwn: session.rep.id === me.id };
    fill(list, makeAssessments({ query: `session_id=${session.id}`, opening, nothing: NOTHING }));
    try {
      const { items } = await readJson(`/scoring/assessments?session_id=${session.id}&limit=1`);
      const shown = items.length ? await readJson(`/scoring/assessments/${items[0].id}`) : null;
      fill(own, shown?.actions.includes("save") ? showForm(shown) : null);
    } catch (error) {
      showProblem(own, error, load);
    }
  }

  function showForm(shown) {
    const { element } = makeCardForm({ shown, me }, load);
    return make("section", {}, make("h2", {}, `Your scorecard: ${shown.title}`), element);
  }
}
