// How a person comes in: a link that is shown once, and an end to all of their sessions.

import { sendJson } from "../shared/api.js";
import { confirmFirst } from "../shared/confirm.js";
import { copyButton } from "../shared/copying.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayMoment } from "../shared/words.js";
import { makeInput, sayDone } from "./form.js";

export function makeSignIn(person) {
  const said = make("div", { role: "status" });
  const offer = async () => {
    link.disabled = true;
    try {
      showLink(said, person, await sendJson("POST", `/people/${person.id}/sign-in-link`));
    } catch (error) {
      showProblem(said, error);
    }
    link.disabled = false;
  };
  const link = make("button", { type: "button", class: "rp-button", onclick: offer }, "Make a sign-in link");
  const end = make("button", { type: "button", class: "rp-button" }, "Sign them out everywhere");
  end.addEventListener("click", () => endSessions(end, person, () => sayDone(said, `${person.name} is signed out.`)));
  return make("div", {}, make("p", { class: "rp-actions" }, link, end), said);
}

function showLink(place, { name }, { url, expires_at: until }) {
  const input = makeInput({ value: url, readonly: true, maxlength: null });
  fill(
    place,
    labelled("Sign-in link", input, "It works once and is shown only now; whoever has it comes in as this person."),
    make("p", {}, copyButton("Copy", url), ` For ${name}, until ${sayMoment(until)}.`),
  );
}

// Asks first; `done` is called once nobody is signed in as this person any more.
export function endSessions(button, { id, name }, done) {
  const words = {
    heading: "Sign them out everywhere?",
    title: name,
    text: "Their browsers have to sign in again, and sign-in links that are still out don't work any more. Their tokens go on.",
    yes: "Sign out",
    no: "Keep",
  };
  confirmFirst(button, words, async (close) => {
    await sendJson("DELETE", `/people/${id}/sessions`);
    close();
    await done();
  });
}
