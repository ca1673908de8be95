// Trained against not yet trained: what came out in words first, then what was so before, and what chance alone shows.

import { readJson } from "../shared/api.js";
import { choice, fill, labelled, make, scrollingTable, showProblem } from "../shared/dom.js";
import { drawInterval } from "../shared/interval.js";
import { sayMethod, showWorking } from "../shared/shares.js";
import { sayDay, today } from "../shared/words.js";
import { readCourses } from "../team/choices.js";
import { sayDifference, sayP } from "./amounts.js";
import { OUTCOMES } from "./outcomes.js";
import { showHalves } from "./placebo.js";
import { drawSpans, tableOfSpans } from "./spans.js";
import { makeWhose } from "./whose.js";

const COACHING = "coaching";

export function makeTrainingView(view) {
  const { asked } = view;
  const form = {
    view,
    course: choice([["", "Choose a course"]]),
    outcome: choice(OUTCOMES),
    whose: makeWhose(view),
    asOf: make("input", { type: "date", max: today(), value: asked.get("as_of") || "" }),
    status: make("p", { class: "rp-status", role: "status" }),
    place: make("div"),
    turn: 0,
  };
  if (OUTCOMES.some(([name]) => name === asked.get("outcome"))) form.outcome.value = asked.get("outcome");
  const element = make(
    "form",
    { class: "rp-filters" },
    labelled("Course or coaching", form.course),
    labelled("Outcome", form.outcome),
    form.whose.element,
    labelled("As of", form.asOf, "Today, without a day."),
    make("button", { type: "submit", class: "rp-button" }, "Show"),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    load(form);
  });
  begin(form);
  return make("div", {}, element, form.status, form.place);
}

async function begin(form) {
  try {
    const courses = await readCourses();
    const pairs = [[COACHING, "Coaching"], ...courses.map(({ id, title }) => [id, title])];
    form.course.append(...pairs.map(([id, title]) => make("option", { value: id }, title)));
    const wanted = form.view.asked.get("course_id");
    if (pairs.some(([id]) => id === wanted)) form.course.value = wanted;
    await load(form);
  } catch (error) {
    showProblem(form.place, error, () => begin(form));
  }
}

async function load(form) {
  const asking = (form.turn += 1);
  const chosen = {
    course_id: form.course.value,
    outcome: form.outcome.value === "win_rate" ? "" : form.outcome.value,
    team_id: form.whose.value(),
    as_of: form.asOf.value,
  };
  form.view.remember(chosen);
  if (!chosen.course_id) {
    fill(form.status);
    return fill(
      form.place,
      make("p", { class: "rp-empty" }, "Choose a course, or coaching, to see what went with it."),
    );
  }
  fill(form.status, "Computing; that takes a few seconds…");
  const { course_id: course, ...others } = chosen;
  const what = course === COACHING ? { coaching: "true" } : { course_id: course };
  const query = new URLSearchParams(Object.entries({ ...what, ...others }).filter(([, value]) => value));
  const { team_id: team, as_of: day } = chosen;
  const same = new URLSearchParams(Object.entries({ team_id: team, as_of: day }).filter(([, value]) => value));
  try {
    const [report, placebo, coached] = await Promise.all([
      readJson(`/effects/training?${query}`),
      readJson(`/effects/placebo?${same}`),
      course === COACHING ? readJson(`/effects/coaching?${same}`) : null,
    ]);
    if (asking === form.turn) show(form, report, placebo, coached);
  } catch (error) {
    if (asking !== form.turn) return;
    fill(form.status);
    showProblem(form.place, error, () => load(form));
  }
}

function show(form, report, placebo, coached) {
  const days = report.first_day ? `${sayDay(report.first_day)} to ${sayDay(report.last_day)}, whole months. ` : "";
  fill(form.status, `${report.name}, as of ${sayDay(report.as_of)}. ${days}`);
  const { shown } = report;
  fill(
    form.place,
    coached ? showCoached(coached) : null,
    showResult(report, shown),
    make("div", { class: "rp-effects" }, showBefore(shown, report.currency), showHalves(placebo, shown.outcome)),
    showLooks(report),
    make("p", { class: "rp-note" }, report.caveat),
  );
}

// Scores of what was coached, beside what wasn't, of the same people.
function showCoached({ said, difference, interval, caveat, window_days: days }) {
  const drawn = interval && drawDifference({ difference, interval, unit: "share" });
  const how = [
    `For each rep: the mean score that others gave on the same criterion in the ${days} days after a skill was first coached, less that of the ${days} days before; then the same of criteria of skills that weren't coached. The difference is each rep's own.`,
    interval ? sayMethod(interval) : "",
  ];
  return make(
    "section",
    { class: "rp-card rp-effect" },
    make("h3", {}, "Scores on what was coached"),
    make("p", { class: "rp-effect__said" }, said),
    drawn,
    make("p", { class: "rp-note" }, caveat),
    showWorking(how.filter(Boolean).map((text) => make("p", {}, text))),
  );
}

function showResult(report, look) {
  const { said, said_of_detectable: detectable } = look;
  return make(
    "section",
    { class: "rp-card rp-effect" },
    make("h3", {}, `${report.title}: ${look.title.toLowerCase()}`),
    make("p", { class: "rp-effect__said" }, said),
    look.interval ? drawDifference(look, report.currency) : null,
    detectable ? make("p", {}, detectable) : null,
    look.status === "measured" ? make("p", { class: "rp-muted" }, look.said_of_people) : null,
    look.interval ? showWorking(sayWorking(look, report)) : null,
  );
}

function drawDifference({ difference, interval, unit }, currency) {
  const reach = Math.max(Math.abs(interval.low), Math.abs(interval.high)) * 1.15 || 1;
  const say = (value) => (value === 0 ? "none" : sayDifference(value, unit, currency));
  const text = `${say(difference)}, about ${say(interval.low)} to ${say(interval.high)}`;
  return drawInterval({ ...interval, value: difference, start: -reach, end: reach }, text, say);
}

function sayWorking(look, { currency, said_of_looks: looks }) {
  const { interval, resampled, unit, p, adjusted_p: adjusted } = look;
  const beside = resampled
    ? `Beside it, ${sayDifference(resampled.low, unit, currency)} to ${sayDifference(resampled.high, unit, currency)}: ${resampled.method}.`
    : "";
  return [
    "Each person's month is compared with what that person and that month are usually like, as told by all who hadn't done it yet. Months and people with much to compare count most.",
    sayMethod(interval),
    beside,
    `p is ${sayP(p)}: so often start dates that were dealt out anew show as much. Corrected it is ${sayP(adjusted)}. ${looks}`,
    look.already ? `${look.already} had done it before all these months.` : "",
  ]
    .filter(Boolean)
    .map((text) => make("p", {}, text));
}

function showBefore({ spans, unit, said_of_before: said }, currency) {
  return make(
    "section",
    { class: "rp-card" },
    make("h3", {}, "Before and after the start"),
    spans.length ? drawSpans(spans, unit, currency) : null,
    make("p", {}, said),
    spans.length ? showWorking(tableOfSpans(spans, unit, currency)) : null,
  );
}

function showLooks({ looks, said_of_looks: said, currency }) {
  const cell = (name, text) => make("td", { "data-label": name }, text);
  const rows = looks.map(({ title, unit, difference, interval, adjusted_p: p, is_evidence: isEvidence }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, title),
      cell("Difference", interval ? sayDifference(difference, unit, currency) : "not enough data"),
      cell(
        "About",
        interval
          ? `${sayDifference(interval.low, unit, currency)} to ${sayDifference(interval.high, unit, currency)}`
          : "–",
      ),
      cell("p, corrected", sayP(p)),
      cell("Evidence", isEvidence ? "yes" : "no"),
    ),
  );
  const heads = ["Outcome", "Difference", "About", "p, corrected", "Evidence"];
  return make(
    "section",
    {},
    make("h3", {}, "All that was looked at"),
    scrollingTable("All outcomes that were looked at", heads, make("tbody", {}, rows)),
    make("p", { class: "rp-muted" }, said),
  );
}
