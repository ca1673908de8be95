// What somebody says of themselves in e-mails: typed once, and filled in from then on.

import { readJson, sendJson } from "../shared/api.js";
import { openDialog } from "../shared/dialog.js";
import { labelled, make, showProblem } from "../shared/dom.js";

// A button that opens the form; `changed` is called once other words are kept.
export function senderButton(changed) {
  const button = make("button", { type: "button", class: "rp-link-button" }, "About you");
  button.addEventListener("click", () => openSender(button, changed));
  return button;
}

async function openSender(button, changed) {
  const place = make("div", { class: "rp-dialog__body" });
  openDialog(button, "About you", "In every e-mail of yours", place);
  try {
    place.append(makeForm(await readJson("/me/sender"), changed));
  } catch (error) {
    showProblem(place, error);
  }
}

function makeForm(known, changed) {
  const inputs = {
    phone: make("input", { type: "tel", maxlength: "50", autocomplete: "tel", value: known.phone }),
    calendar_link: make("input", { type: "url", maxlength: "500", value: known.calendar_link }),
    signature: make("textarea", { rows: "4", maxlength: "2000" }, known.signature),
  };
  const problem = make("div");
  const keep = async (event) => {
    event.preventDefault();
    const words = Object.entries(inputs).map(([name, input]) => [name, input.value.trim() || null]);
    try {
      await sendJson("PUT", "/me/sender", Object.fromEntries(words));
    } catch (error) {
      return showProblem(problem, error);
    }
    problem.closest("dialog").close();
    changed();
  };
  return make(
    "form",
    { onsubmit: keep },
    labelled("Phone", inputs.phone),
    labelled("Calendar link", inputs.calendar_link, "Where somebody picks a time, such as https://meet.example/ada"),
    labelled("Signature", inputs.signature, "Markdown: **bold**, [words](https://address), a line for each line"),
    problem,
    make("p", { class: "rp-actions" }, make("button", { class: "rp-button rp-button--main" }, "Keep")),
  );
}
