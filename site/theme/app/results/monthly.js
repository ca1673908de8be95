// The switch for the monthly digest: each month's figures by e-mail, for whoever wants them.

import { addressOf, readJson, sendJson } from "../shared/api.js";
import { fill, make, showProblem } from "../shared/dom.js";

const PATH = "/kpis/digest/subscription";

export function makeMonthly() {
  const place = make("div", { id: "monthly" });
  showSwitch(place);
  return place;
}

async function showSwitch(place) {
  const found = await readJson(PATH).catch(() => null);
  if (!found) return;
  const box = make("input", { type: "checkbox", checked: Boolean(found.since) });
  const said = make("p", { class: "rp-muted", role: "status" }, sayWhat(found));
  const trouble = make("div");
  box.addEventListener("change", () => change(box, said, trouble));
  fill(
    place,
    make("h2", {}, "By e-mail"),
    make("label", { class: "rp-option" }, box, make("span", {}, "Send me this every month")),
    said,
    trouble,
    found.has_pdf ? make("p", {}, make("a", { href: addressOf("/kpis/digest.pdf") }, "Last month as a PDF")) : null,
  );
  // The address in each of these e-mails leads here, and the place is made only now.
  if (location.hash === "#monthly") place.scrollIntoView();
}

async function change(box, said, trouble) {
  box.disabled = true;
  fill(trouble);
  try {
    await sendJson(box.checked ? "PUT" : "DELETE", PATH);
    fill(said, sayWhat(await readJson(PATH)));
  } catch (error) {
    box.checked = !box.checked;
    showProblem(trouble, error);
  }
  box.disabled = false;
}

function sayWhat({ since, of, team, is_sent: isSent }) {
  const whose = { company: "the company's figures", team: `the figures of ${team}` }[of] || "your own figures";
  const what = `On the first working day of a month, ${whose} of the month before.`;
  if (!isSent) return `${what} There is no mail server here yet, so nothing is sent.`;
  return since ? `${what} You get it.` : what;
}
