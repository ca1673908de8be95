// The bar above pages while somebody looks for one against the clock: what to find, and that this is it.

import { readJson, sendJson } from "../shared/api.js";
import { fill, make, sayProblem } from "../shared/dom.js";
import { noteFinding } from "../shared/running.js";
import { saySeconds } from "./wording.js";

const TASKS = "/app/find-this/";

// `pageId` is the page that is read; without one there is nothing to say of it.
export async function showFoundBar(before, pageId) {
  const found = await readRunning();
  noteFinding(found !== null);
  if (!found) return;
  const said = make("p", { role: "status" });
  const bar = make(
    "aside",
    { class: "rp-note rp-note--info rp-finding-bar", "aria-label": "Task", lang: "en" },
    make("p", {}, make("strong", {}, "Find: "), found.task.ask),
    make(
      "p",
      { class: "rp-actions" },
      pageId ? makeButton(found, pageId, said) : null,
      make("a", { class: "rp-button", href: TASKS }, "Back to the task"),
    ),
    said,
  );
  before.before(bar);
}

// The task that runs here, and its sheet; nobody who reads is told why there is none.
async function readRunning() {
  const { items } = await readJson("/kpis/tasks").catch(() => ({ items: [] }));
  for (const sheet of items) {
    const task = sheet.tasks.find(({ state, way }) => state === "running" && way === "here");
    if (task) return { sheet, task };
  }
  return null;
}

function makeButton(found, pageId, said) {
  const press = make("button", { type: "button", class: "rp-button rp-button--main" }, "This is it");
  press.addEventListener("click", async () => {
    press.disabled = true;
    try {
      tell(await stop(found, pageId), press, said);
    } catch (error) {
      press.disabled = false;
      fill(said, sayProblem(error));
    }
  });
  return press;
}

async function stop({ sheet, task }, pageId) {
  const body = { place: task.place, outcome: "found", found: pageId };
  const path = `/kpis/tasks/${encodeURIComponent(sheet.page_id)}/stop`;
  const now = await sendJson("POST", path, body, { key: crypto.randomUUID() });
  return now.tasks[task.place - 1];
}

function tell(task, press, said) {
  if (task.state === "running") {
    press.disabled = false;
    return fill(said, "It isn't the page we mean; the clock goes on.");
  }
  noteFinding(false);
  press.remove();
  const time = saySeconds(task.seconds);
  fill(said, task.outcome === "found" ? `Found in ${time}.` : `Ten minutes had passed before.`);
}
